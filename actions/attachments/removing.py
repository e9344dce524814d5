"""Removing files: their rows at once, their bytes by the worker, which forgets none.

Whatever writes bytes has the worker look later whether they are somebody's: so none is left behind
by what was cut short, whenever that was.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from actions.transaction import Transaction, transaction
from adapters import storage
from models import Attachment
from models.acting import by_system
from models.sql import fetch, row_of

KIND = "remove_unused_object"
MOST_AT_ONCE = 1_000

UNSENT = """
    SELECT * FROM attachment
    WHERE message_id IS NULL AND created_at < now() - interval '1 day'
    LIMIT $1 FOR UPDATE SKIP LOCKED
"""


def place_of(file: Attachment) -> str:
    """Where its bytes are: by numbers of ours alone, never by a name."""
    assert file.object_id is not None
    return f"{file.organization_id}/{file.object_id}"


async def remove(current: Transaction, files: Sequence[Attachment]) -> None:
    await Attachment.filter(id__in=[file.id for file in files]).delete()
    await current.each_later(KIND, [names_of(file) for file in files if file.object_id])


async def look_later(current: Transaction, file: Attachment, due_at: datetime) -> None:
    await current.later_than(due_at, KIND, **names_of(file))


def names_of(file: Attachment) -> dict[str, str]:
    return {
        "attachment_id": str(file.id),
        "object_id": str(file.object_id),
        "place": place_of(file),
    }


@by_system
async def remove_unused(attachment_id: UUID, object_id: UUID, place: str) -> None:
    """The bytes of an attempt, unless it is the one that the file was stored by."""
    stored = Attachment.filter(id=attachment_id, object_id=object_id, stored_at__isnull=False)
    if not await stored.exists():
        await storage.remove(place)


@by_system
async def sweep() -> int:
    """Remove what was sent with no message within a day; how many files that were."""
    removed = 0
    while files := await sweep_some():
        removed += files
    return removed


async def sweep_some() -> int:
    async with transaction() as current:
        files = [row_of(Attachment, row) for row in await fetch(UNSENT, MOST_AT_ONCE)]
        await remove(current, files)
    return len(files)

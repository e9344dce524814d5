"""Asking for a place to upload a file to."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from actions import checks
from actions.attempts import Limit
from actions.conversations.log import NO_CONVERSATION, demand_writer, require_open
from actions.transaction import transaction
from errors import Invalid, NotFound
from models import Attachment, Conversation, User
from models.acting import by_system
from policies import conversations as policy
from settings import get_settings

UPLOAD_LASTS = timedelta(minutes=15)
A_DAY = timedelta(days=1)
LEAST_COUNTED = 65_536
"""Bytes that even the smallest file counts for: nobody has more than some thousands in a day."""
KIB = 1_024

TURNING = {*"\u200e\u200f\u061c", *map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))}
"""Signs that turn the direction of writing: by them `gpj.exe` reads as `exe.jpg`."""

NO_NAME = "Name the file as it is called, without signs that turn the direction of writing"
ENOUGH = "You have uploaded as much today as you may; go on tomorrow"


@dataclass(frozen=True, slots=True)
class NewUpload:
    conversation_id: UUID
    name: str
    byte_count: int


async def request_upload(viewer: User, new: NewUpload) -> Attachment:
    """A file that the viewer may upload within 15 minutes, to send it in the conversation.

    NotFound for a conversation that is not theirs, Forbidden for who is no host of an announcement,
    Conflict where nothing can be said, Invalid for a name or a size that cannot be, TooMany beyond
    what one may upload in a day.
    """
    conversation = await policy.visible_to(viewer).get_or_none(id=new.conversation_id)
    if conversation is None:
        raise NotFound(NO_CONVERSATION)
    require_open(conversation)
    await demand_writer(viewer, conversation.id)
    name, most = file_name(new.name), get_settings().max_file_bytes
    if not 1 <= new.byte_count <= most:
        raise Invalid("byteCount", f"Send a file of 1 to {most:,} bytes")
    await count(viewer.id, new.byte_count)
    return await write(viewer, conversation, name, new.byte_count)


async def write(viewer: User, where: Conversation, name: str, byte_count: int) -> Attachment:
    async with transaction():
        return await Attachment.create(
            organization_id=where.organization_id,
            conversation_id=where.id,
            user_id=viewer.id,
            name=name,
            byte_count=byte_count,
            expires_at=datetime.now(UTC) + UPLOAD_LASTS,
        )


def file_name(given: str) -> str:
    """What stands behind the last slash of either kind: a label, never a path."""
    last = given.replace("\\", "/").rpartition("/")[2]
    name = checks.line("name", last, least=1, most=255)
    if name in (".", "..") or TURNING.intersection(name):
        raise Invalid("name", NO_NAME)
    return name


@by_system
async def count(person: UUID, byte_count: int) -> None:
    most = get_settings().upload_bytes_per_day // KIB
    limit = Limit("bytes uploaded in a day, in KiB", most, A_DAY, ENOUGH)
    async with transaction():
        await limit.take(person, weight=min(max(byte_count, LEAST_COUNTED) // KIB, most))

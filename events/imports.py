"""An import of people as a stream of states: the newest, never a backlog."""

from collections.abc import AsyncGenerator
from uuid import UUID

from events import topics
from events.hub import hub
from models import ImportStatus, PeopleImport

OVER = (ImportStatus.DONE, ImportStatus.FAILED)


async def follow(import_id: UUID) -> AsyncGenerator[PeopleImport, None]:
    """As it is now, and whenever it moved; ends once it is over."""
    with hub.listen(topics.people_import(import_id)) as signal:
        told = 0
        while (now := await PeopleImport.get_or_none(id=import_id)) is not None:
            if now.revision != told:
                told = now.revision
                yield now
            if now.status in OVER:
                return
            await signal.wait()
            signal.clear()

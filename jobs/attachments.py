"""Removes the bytes of files that nobody has any more."""

from uuid import UUID

from actions.attachments import remove_unused
from models import OutboxEntry


async def remove_unused_object(entries: list[OutboxEntry]) -> None:
    for entry in entries:
        told = entry.payload
        file, attempt = UUID(told["attachment_id"]), UUID(told["object_id"])
        await remove_unused(file, attempt, told["place"])

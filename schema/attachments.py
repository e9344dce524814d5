"""Files that are sent along with messages, and addresses that open them."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import datetime
from time import time
from typing import Annotated
from uuid import UUID

import strawberry

import models
from adapters.signing import SIGNATURE_BYTES, is_ours, sign
from models import AttachmentStatus
from schema import ids
from schema.connections import Node
from schema.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from schema.fields import column, identity
from schema.scalars import Info
from settings import get_settings

SIGNED_SECONDS = 300
PURPOSE = "the address of a file"
UUID_BYTES, TIME_BYTES = 16, 6

strawberry.enum(
    AttachmentStatus,
    description="WAITING for its bytes, STORED and not sent yet, or SENT with a message",
)


def address_of(id: UUID) -> str:
    return f"{get_settings().address}/attachments/{ids.encode('attachment', id)}"


@strawberry.type(description="A file that is sent along with a message")
class Attachment(Node):
    row: strawberry.Private[models.Attachment]
    id: strawberry.ID = identity("attachment")
    status: AttachmentStatus = column()
    name: str = column(description="As its sender calls it")
    media_type: str | None = column(description="What its bytes are; null while it is waiting")
    byte_count: int = column()
    width: int | None = column(description="Of a picture, in pixels; else null")
    height: int | None = column(description="Of a picture, in pixels; else null")
    url: str = column(
        "id", address_of, description="Where to GET it, with the token of who asks; opens nothing"
    )

    @strawberry.field(
        description="Opens it without a token, for you, for 5 to 10 minutes, while you may see it"
        " and your session lasts; null while it is waiting"
    )
    def signed_url(self, info: Info) -> str | None:
        session = info.context.session
        if session is None or self.row.stored_at is None:
            return None
        return f"{address_of(self.row.id)}?signature={signature_for(self.row.id, session.id)}"


def signature_for(attachment_id: UUID, session_id: UUID) -> str:
    """The same one for five minutes, so that a browser keeps what it has."""
    ends_at = (int(time()) // SIGNED_SECONDS + 2) * SIGNED_SECONDS
    told = session_id.bytes + ends_at.to_bytes(TIME_BYTES)
    return urlsafe_b64encode(told + sign(PURPOSE, attachment_id.bytes + told)).decode()


def session_of_signature(attachment_id: UUID, signature: str) -> UUID | None:
    """Whose session it was made for; None if it was not made for this file, or has ended."""
    try:
        raw = urlsafe_b64decode(signature.encode())
    except (Error, ValueError):
        return None
    told, signed = raw[:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]
    if len(told) != UUID_BYTES + TIME_BYTES:
        return None
    is_good = is_ours(PURPOSE, attachment_id.bytes + told, signed)
    if not is_good or int.from_bytes(told[UUID_BYTES:]) < time():
        return None
    return UUID(bytes=told[:UUID_BYTES])


@strawberry.input(description="What you want to upload, to send it with a message")
class RequestUploadInput:
    conversation_id: strawberry.ID
    name: str = strawberry.field(description="With its ending, 1 to 255 characters; no path")
    byte_count: int = strawberry.field(description="Just as many are taken")


@strawberry.type(description="PUT the bytes to `uploadUrl` with your token, and send its id")
class RequestUploadPayload:
    attachment: Attachment
    upload_url: str
    expires_at: datetime = strawberry.field(description="Begin before then")


RequestUploadResult = Annotated[
    RequestUploadPayload | NotFound | Forbidden | Invalid | Conflict | TooMany,
    strawberry.union("RequestUploadResult"),
]

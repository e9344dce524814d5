"""Taking a file in: what it is, without what should not be in it, and where it stays."""

from datetime import UTC, datetime, timedelta
from typing import IO
from uuid import UUID, uuid4

from actions.attachments.removing import look_later, place_of
from actions.transaction import transaction
from adapters import kinds, remaking, storage
from adapters.pictures import BadPicture
from errors import Conflict, Invalid, NotFound
from models import Attachment, User
from policies import attachments as policy
from settings import get_settings

LONGEST = timedelta(minutes=30)
"""From the last moment that an upload may begin at, to the last that one may be stored at."""
CERTAINLY_OVER = timedelta(hours=1)
"""Longer than that and the time to begin together: then its bytes are somebody's, or nobody's."""

FOUND = ("object_id", "stored_at", "media_type", "byte_count", "width", "height")
"""What is known of a file once it is stored."""

NO_UPLOAD = "There is no such upload, or it is not yours"
STORED = "This was uploaded already; send it with a message, or request another upload"
EXPIRED = "This upload was not begun in time; request another one"
OVERTAKEN = "Another upload of this file was there first, or this one came too late"
NOT_TAKEN = "Files of this kind are not taken; put it into a ZIP and send that"
NO_PICTURE = "Send pictures as JPEG, PNG, WebP or GIF: of others what a camera wrote would stay"
NOT_CALLED_SO = "What is in the file is {}, which its name does not say; name it as what it is"
GREW = "Written anew, this picture is larger than a file may be; send a smaller one"


async def begin_upload(viewer: User, attachment_id: UUID) -> Attachment:
    """The viewer's file with a place in the store that is this attempt's alone.

    NotFound for what is not theirs to upload, Conflict where that is done or too late.
    """
    file = await policy.visible_to(viewer).get_or_none(id=attachment_id, user_id=viewer.id)
    if file is None:
        raise NotFound(NO_UPLOAD)
    if not file.is_open:
        raise Conflict(STORED if file.stored_at else EXPIRED)
    file.object_id = uuid4()
    async with transaction() as current:
        await look_later(current, file, datetime.now(UTC) + CERTAINLY_OVER)
    return file


async def finish_upload(file: Attachment, raw: IO[bytes]) -> Attachment:
    """The file with its bytes in the store, or nothing of it.

    Invalid for what is not taken or not what it is called, Conflict if another attempt was there
    first, TooMany while many pictures are being read.
    """
    content = await ready(file, raw)
    await storage.put(place_of(file), content)
    file.stored_at = datetime.now(UTC)
    async with transaction():
        still = {"stored_at": None, "expires_at__gt": file.stored_at - LONGEST}
        known = {name: getattr(file, name) for name in FOUND}
        # Of attempts at once the UPDATE decides which one is there first.
        if not await Attachment.filter(id=file.id, **still).update(**known):
            raise Conflict(OVERTAKEN)
    return file


async def ready(file: Attachment, raw: IO[bytes]) -> IO[bytes] | bytes:
    """What is stored of it; what it is, is noted in `file`."""
    raw.seek(0)
    file.media_type = kind_of(file.name, raw.read(kinds.HEAD_BYTES))
    if file.media_type not in remaking.FORMATS:
        return raw
    try:
        made = await remaking.remake(raw, file.media_type)
    except BadPicture as error:
        raise Invalid("file", str(error)) from None
    file.byte_count, file.width, file.height = len(made.content), made.width, made.height
    if file.byte_count > get_settings().max_file_bytes:
        raise Invalid("file", GREW)
    return made.content


def kind_of(name: str, head: bytes) -> str:
    kind = kinds.kind_of(head)
    if kind is None:
        raise Invalid("file", NO_PICTURE if kinds.is_picture(head) else NOT_TAKEN)
    if not kinds.is_named_so(name, kind):
        raise Invalid("file", NOT_CALLED_SO.format(kind))
    return kind

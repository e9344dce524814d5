"""Showing one's face, or not."""

from hashlib import sha256

from actions.transaction import transaction
from adapters.pictures import BadPicture, desk
from errors import Invalid
from models import Picture, PictureSize, User


async def set_picture(viewer: User, raw: bytes) -> User:
    """The viewer's picture in all sizes, made anew of what was sent, in place of the one before.

    Invalid for what is no picture, TooMany while many are being read.
    """
    try:
        squares = await desk.squares(raw, [size.side for size in PictureSize])
    except BadPicture as error:
        raise Invalid("picture", str(error)) from None
    version = sha256(squares[PictureSize.LARGE.side]).hexdigest()[:16]
    async with transaction():
        await replace(viewer, version)
        await Picture.bulk_create(
            Picture(user_id=viewer.id, size=size, content=squares[size.side])
            for size in PictureSize
        )
    return await User.get(id=viewer.id)


async def remove_picture(viewer: User) -> User:
    """No picture from now on; without one nothing changes."""
    async with transaction():
        await replace(viewer, None)
    return await User.get(id=viewer.id)


async def replace(viewer: User, version: str | None) -> None:
    # The row of the person is held from here on, so two uploads at once take turns.
    await User.filter(id=viewer.id).update(picture_version=version)
    await Picture.filter(user_id=viewer.id).delete()

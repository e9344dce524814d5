"""Mails that tell people what happened to their account. None asks them to open a link."""

from collections.abc import Awaitable, Callable

from jobs.mails.people import send_to_user
from models import OutboxEntry

TOKEN_COPIED = """\
Hello,

a key that one of your devices had used up was used again. That can mean that somebody copied it,
so we have ended the session of that device. Please sign in again.

If you do not know what this may have been, look at the devices you are signed in on, and change
your password.
"""


def notice(subject: str, text: str) -> Callable[[list[OutboxEntry]], Awaitable[None]]:
    async def send_notices(entries: list[OutboxEntry]) -> None:
        for entry in entries:
            await send_to_user(entry, subject, text)

    return send_notices


token_copied = notice("A session of yours was ended", TOKEN_COPIED)

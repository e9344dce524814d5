"""Mails: what each says, and what it must find out before it is sent."""

from actions import sessions
from adapters.mail import Mail, send
from models import OutboxEntry, User
from settings import get_settings

VERIFICATION = """\
Hello {name},

welcome to Mentorgraph. Please open this link to verify your address; it works for 24 hours:

{link}

If you did not register, ignore this mail: without the link nobody can use the address.
"""

ALREADY_REGISTERED = """\
Hello {name},

somebody, perhaps you, tried to register this address with Mentorgraph again. You have an account
already: just sign in. If it was not you, there is nothing you need to do.
"""


async def verification(entries: list[OutboxEntry]) -> None:
    """The link that proves an address; nothing if it is proven meanwhile."""
    for entry in entries:
        user = await User.get_or_none(id=entry.payload["user_id"])
        if user and not user.email_verified_at:
            link = f"{get_settings().public_url}verify#{await sessions.new_verification(user)}"
            text = VERIFICATION.format(name=user.name, link=link)
            await send(Mail(entry.id, user.email, "Verify your address", text))


async def already_registered(entries: list[OutboxEntry]) -> None:
    for entry in entries:
        if user := await User.get_or_none(id=entry.payload["user_id"]):
            text = ALREADY_REGISTERED.format(name=user.name)
            await send(Mail(entry.id, user.email, "You have an account already", text))

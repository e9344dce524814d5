"""Mails to addresses that nobody has proven yet."""

from actions import sessions
from adapters.mail import Mail, send
from models import OutboxEntry, Registration, User
from settings import get_settings

VERIFICATION = """\
Hello,

welcome to Mentorgraph. Please open this link to verify your address; it works for 24 hours:

{link}

If you did not register, ignore this mail: without the link nobody can use the address.
"""

ALREADY_REGISTERED = """\
Hello,

somebody, perhaps you, tried to register this address with Mentorgraph again. You have an account
already: just sign in. If it was not you, there is nothing you need to do.
"""


async def verification(entries: list[OutboxEntry]) -> None:
    """The link that proves an address; nothing if it is proven meanwhile."""
    for entry in entries:
        applied = await Registration.get_or_none(id=entry.payload["registration_id"])
        if applied and not await User.exists(email=applied.email):
            link = f"{get_settings().address}/verify#{await sessions.new_link(applied)}"
            text = VERIFICATION.format(link=link)
            await send(Mail(entry.id, applied.email, "Verify your address", text))


async def already_registered(entries: list[OutboxEntry]) -> None:
    for entry in entries:
        if applied := await Registration.get_or_none(id=entry.payload["registration_id"]):
            subject = "You have an account already"
            await send(Mail(entry.id, applied.email, subject, ALREADY_REGISTERED))

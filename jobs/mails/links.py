"""Mails with a link that changes how somebody signs in. The link's token is made only now."""

from actions import sessions
from adapters.mail import Mail, send
from models import EmailChange, OutboxEntry, PasswordReset
from settings import get_settings

PASSWORD_RESET = """\
Hello,

somebody, perhaps you, forgot the password of this address. Open this link to choose another one; it
works for one hour, once:

{link}

If it was not you, ignore this mail: your password stays as it is.
"""

EMAIL_CHANGE = """\
Hello,

somebody, perhaps you, wants to use this address for their account. Open this link to agree; it
works for 24 hours, once:

{link}

If it was not you, ignore this mail: without the link nobody can use the address.
"""

EMAIL_TAKEN = """\
Hello,

somebody, perhaps you, wanted to use this address for their account. It has an account already, so
nothing was changed: just sign in with it. If it was not you, there is nothing you need to do.
"""


async def password_reset(entries: list[OutboxEntry]) -> None:
    """Nothing if the address has no account."""
    for entry in entries:
        reset = await PasswordReset.get_or_none(id=entry.payload["reset_id"])
        if reset and (token := await sessions.new_reset_link(reset)):
            text = PASSWORD_RESET.format(link=f"{get_settings().address}/reset#{token}")
            await send(Mail(entry.id, reset.email, "Choose a new password", text))


async def email_change(entries: list[OutboxEntry]) -> None:
    for entry in entries:
        change = await EmailChange.get_or_none(id=entry.payload["change_id"], used_at=None)
        if change:
            token = await sessions.new_email_link(change)
            link = f"{get_settings().address}/email#{token}"
            text = EMAIL_CHANGE.format(link=link) if token else EMAIL_TAKEN
            await send(Mail(entry.id, change.email, "Your new address", text))

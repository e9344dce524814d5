"""Mails that tell people what happened, to their account above all. None has a link to open."""

from collections.abc import Awaitable, Callable

from adapters.mail import Mail, send
from jobs.mails.people import send_to_user
from models import DeletionRequest, EmailChange, OutboxEntry

TOKEN_COPIED = """\
Hello,

a key that one of your devices had used up was used again. That can mean that somebody copied it,
so we have ended the session of that device. Please sign in again.

If you do not know what this may have been, look at the devices you are signed in on, and change
your password.
"""


PASSWORD_CHANGED = """\
Hello,

the password of your account was changed, and the other devices you were signed in on were signed
out. If it was not you, reset your password now: use "forgotten password" where you sign in.
"""

EMAIL_CHANGE_ASKED = """\
Hello,

somebody who knows your password, most likely you, wants to use another address for your account.
Nothing has changed yet. If it was not you, change your password now: that stops it.
"""

EMAIL_CHANGED = """\
Hello,

your account has another address now, and this one is no longer part of it. If it was not you, write
to whoever runs this server.
"""


DELETION_REQUESTED = """\
Hello,

your account will be deleted on {day}, as somebody who knows its password, most likely you, has
asked. Until then you can sign in and cancel that. Your other devices were signed out.

What is yours alone will be gone for good: your profile and how you sign in. What you wrote to
others stays with them, without your name.
"""

DELETION_CANCELLED = """\
Hello,

your account stays: its deletion was cancelled.
"""


DELETION_IMPOSSIBLE = """\
Hello,

your account was to be deleted today, but others are in an organization that nobody owns but you, so
it stays for now. Make somebody else an owner, and ask for the deletion again.
"""


FACTOR_ADDED = """\
Hello,

signing in to your account needs a code from your app now, besides your password, and your other
devices were signed out. Keep the recovery codes apart from the app.

If it was not you, somebody knows your password: reset it, and write to whoever runs this server.
"""

FACTOR_REMOVED = """\
Hello,

your password alone is enough to sign in to your account again, and your other devices were signed
out. If it was not you, change your password now.
"""

RECOVERY_CODES = """\
Hello,

you have new recovery codes; the old ones are no good any more. If it was not you, change your
password now, and make new ones.
"""

RECOVERY_CODE_USED = """\
Hello,

a recovery code was used to sign in to your account, or to change how you do; it is no good any
more. If it was not you, change your password now, and make new codes.
"""


REPORT = """\
Hello,

somebody has reported a message or a person in a program that you coordinate or are staff of. Please
sign in, and look at the reports of your programs.
"""


def notice(subject: str, text: str) -> Callable[[list[OutboxEntry]], Awaitable[None]]:
    async def send_notices(entries: list[OutboxEntry]) -> None:
        for entry in entries:
            await send_to_user(entry, subject, text)

    return send_notices


token_copied = notice("A session of yours was ended", TOKEN_COPIED)
factor_added = notice("Your account has a second factor", FACTOR_ADDED)
factor_removed = notice("Your account has no second factor any more", FACTOR_REMOVED)
recovery_codes = notice("You have new recovery codes", RECOVERY_CODES)
recovery_code_used = notice("A recovery code was used", RECOVERY_CODE_USED)
report = notice("Something was reported to you", REPORT)
password_changed = notice("Your password was changed", PASSWORD_CHANGED)


def notice_to_old_address(
    subject: str, text: str
) -> Callable[[list[OutboxEntry]], Awaitable[None]]:
    async def send_notices(entries: list[OutboxEntry]) -> None:
        for entry in entries:
            if change := await EmailChange.get_or_none(id=entry.payload["change_id"]):
                await send(Mail(entry.id, change.before, subject, text))

    return send_notices


email_change_asked = notice_to_old_address("Another address for your account", EMAIL_CHANGE_ASKED)
email_changed = notice_to_old_address("Your account has another address", EMAIL_CHANGED)
deletion_impossible = notice("Your account could not be deleted", DELETION_IMPOSSIBLE)
deletion_cancelled = notice("Your account stays", DELETION_CANCELLED)


async def deletion_requested(entries: list[OutboxEntry]) -> None:
    """Nothing if they thought better of it meanwhile."""
    for entry in entries:
        request = DeletionRequest.get_or_none(id=entry.payload["request_id"])
        if asked := await request.select_related("user"):
            text = DELETION_REQUESTED.format(day=f"{asked.due_at:%d %B %Y}")
            await send(Mail(entry.id, asked.user.email, "Your account will be deleted", text))

"""Mails that invite, and what must be found out before one is sent.

Anybody can found an organization and invite any address, so nothing that somebody typed stands in
the text, and an address gets five of these mails a day, whoever asks for them.
"""

from datetime import UTC, datetime, timedelta

from actions.programs import new_link
from adapters.mail import Mail, send
from models import Invitation, OutboxEntry
from settings import get_settings

MOST_MAILS = 5
A_DAY = timedelta(days=1)

INVITATION = """\
Hello,

you are invited to take part in a mentoring program on Mentorgraph. Open this link to see which one,
and to accept; it works for 14 days, once, and only with an account of this address:

{link}

If you have no account yet, register with this address first. If you did not expect this mail,
ignore it: nobody has an account for you.
"""


async def send_invitation(entries: list[OutboxEntry]) -> None:
    """The link to accept by; nothing if nobody can accept any more, or the address got too many."""
    for entry in entries:
        invitation = await Invitation.get_or_none(id=entry.payload["invitation_id"])
        if invitation is None or not await may_mail(invitation.email):
            continue
        if token := await new_link(invitation):
            link = f"{get_settings().address}/invitation#{token}"
            text = INVITATION.format(link=link)
            await send(Mail(entry.id, invitation.email, "You are invited", text))


async def may_mail(address: str) -> bool:
    since = datetime.now(UTC) - A_DAY
    return await Invitation.filter(email=address, sent_at__gt=since).count() < MOST_MAILS

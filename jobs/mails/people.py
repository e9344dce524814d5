"""Mails to people, whose address is proven."""

from adapters.mail import Mail, send
from models import OutboxEntry, User


async def send_to_user(entry: OutboxEntry, subject: str, text: str) -> None:
    """To the person whose id the entry holds; nothing if they are gone."""
    if user := await User.get_or_none(id=entry.payload["user_id"]):
        await send(Mail(entry.id, user.email, subject, text))

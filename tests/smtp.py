"""A real SMTP server that keeps what it is given, and can refuse."""

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """`refusal`, once set, is answered to every mail instead of taking it."""

    mails: list[EmailMessage] = field(default_factory=list)
    refusal: str | None = None
    url: str = ""

    @property
    def texts(self) -> list[str]:
        return [str(mail.get_content()) for mail in self.mails]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refusal:
            return self.refusal
        content: Any = envelope.content
        self.mails.append(message_from_bytes(content, policy=policy.default))
        return "250 Taken"

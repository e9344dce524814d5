"""E-mail by SMTP or, without a server, as files a developer can open."""

import logging
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, localtime, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib

from settings import get_settings

log = logging.getLogger("mentorgraph.mail")

SMTP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one person. The same `id` is the same mail, however often it is tried."""

    id: UUID
    to: str
    subject: str
    text: str


async def send(mail: Mail) -> None:
    """Hand the mail over; raises aiosmtplib.SMTPException if the server does not take it."""
    url = get_settings().smtp_url
    if url:
        await deliver(message_of(mail), url)
    else:
        keep(mail)


def message_of(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = get_settings().mail_from
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(localtime())
    domain = parseaddr(get_settings().mail_from)[1].rpartition("@")[2]
    message["Message-ID"] = f"<{mail.id}@{domain or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


async def deliver(message: EmailMessage, url: str) -> None:
    server = urlsplit(url)
    await aiosmtplib.send(
        message,
        hostname=server.hostname,
        port=server.port,
        username=unquote(server.username) if server.username else None,
        password=unquote(server.password) if server.password else None,
        use_tls=server.scheme == "smtps",
        timeout=SMTP_SECONDS,
    )


def keep(mail: Mail) -> Path:
    """Write the mail below the data folder and, for a developer, its links to the log."""
    folder = get_settings().data_folder / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{mail.id}.eml"
    path.write_bytes(bytes(message_of(mail)))
    if get_settings().is_production:
        log.warning("Mail %s is a file, for there is no SMTP_URL", mail.id)
        return path
    for word in mail.text.split():
        if word.startswith("http"):
            log.info("Mail to %s: %s", mail.to, word)
    return path

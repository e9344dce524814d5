"""Registering, proving an address, signing in and out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from tortoise.exceptions import IntegrityError

from actions import checks, passwords, tokens, users
from actions.transaction import transaction
from errors import Invalid, Unauthenticated
from events.facts import SessionEnded, SessionRenewed
from models import Credential, Registration, Session, SpentToken, User
from models.acting import by_system
from models.sql import fetch
from settings import get_settings

LINK_LASTS = timedelta(hours=24)
MAILS_LAST = timedelta(minutes=10)
MOST_MAILS = 3
LONGEST_ADDRESS = 254
"""Of an address in SMTP: RFC 5321, 4.5.3.1.3, without its brackets."""
WRONG = "The address or the password is wrong, or the address is not verified yet"
ENDED = "This token has ended; sign in again"
SPENT = "This link was used or has ended; register again for a new one"
KNOWN = "This address is verified already; sign in"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a device keeps. Only hashes of them are stored."""

    session: Session
    access: str
    refresh: str


@by_system
async def register(email: str, password: str, name: str, time_zone: str) -> str:
    """Take an application and mail a link that proves the address; returns it normalized.

    The answer is the same, and takes as long, whether or not somebody has the address already: its
    owner gets a mail that says so. An address gets three mails in ten minutes, whoever asks.
    """
    address = address_of(email)
    name = checks.line("name", name, least=1, most=100)
    time_zone = users.known_time_zone(time_zone)
    passwords.check("password", password)
    password_hash = await passwords.hash_of(password)
    async with transaction() as current:
        if await may_mail(address):
            made = await Registration.create(
                email=address, name=name, time_zone=time_zone, password_hash=password_hash
            )
            is_known = await User.exists(email=address)
            kind = "mail_already_registered" if is_known else "mail_verification"
            await current.later(kind, registration_id=str(made.id))
    return address


async def may_mail(address: str) -> bool:
    """Whether the address had fewer than three mails lately; those who ask at once take turns."""
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", address)
    since = datetime.now(UTC) - MAILS_LAST
    return await Registration.filter(email=address, created_at__gt=since).count() < MOST_MAILS


def address_of(email: str) -> str:
    """The one form of an address: lower case, its domain in ASCII, as every mail server takes it.

    Invalid for what is none, and for a part before the @ that is not ASCII.
    """
    # The library takes half a second to refuse a long one.
    if len(email) > LONGEST_ADDRESS:
        raise Invalid("email", f"Write an address of at most {LONGEST_ADDRESS} characters")
    try:
        checked = validate_email(email, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise Invalid("email", f"Write an address such as ada@example.org. {error}") from None
    return str(checked.ascii_email).lower()


@by_system
async def new_link(registration: Registration) -> str:
    """A fresh link's token, made when the mail is sent, so that no queue ever holds it."""
    token = tokens.new_token()
    await Registration.filter(id=registration.id).update(
        token_hash=tokens.hash_of(token), expires_at=datetime.now(UTC) + LINK_LASTS
    )
    return token


@by_system
async def verify_email(token: str) -> User:
    """Make the account a mailed link belongs to; Invalid if it was used or is a day old.

    Of several links to one address the first that is opened makes the account; Invalid after that.
    """
    now = datetime.now(UTC)
    try:
        async with transaction():
            link = Registration.filter(token_hash=tokens.hash_of(token), used_at=None)
            if not await link.filter(expires_at__gt=now).update(used_at=now):
                raise Invalid("token", SPENT)
            return await account_of(await Registration.get(token_hash=tokens.hash_of(token)))
    except IntegrityError:
        raise Invalid("token", KNOWN) from None


async def account_of(proven: Registration) -> User:
    user = await User.create(email=proven.email, name=proven.name, time_zone=proven.time_zone)
    await Credential.create(user=user, password_hash=proven.password_hash)
    return user


@by_system
async def sign_in(email: str, password: str) -> tuple[User, Tokens]:
    """A new session; Unauthenticated with one reason for everything that can be wrong."""
    credential = await credential_of(email)
    known = credential.password_hash if credential else None
    is_right = await passwords.matches(password[: passwords.LONGEST + 1], known)
    if credential is None or not is_right:
        raise Unauthenticated(WRONG)
    access, refresh = tokens.new_token(), tokens.new_token()
    session = await Session.create(user=credential.user, **lifetimes(access, refresh))
    return credential.user, Tokens(session, access, refresh)


async def credential_of(email: str) -> Credential | None:
    try:
        address = address_of(email)
    except Invalid:
        return None
    return await Credential.get_or_none(user__email=address).select_related("user")


def lifetimes(access: str, refresh: str) -> dict[str, Any]:
    settings, now = get_settings(), datetime.now(UTC)
    return {
        "access_hash": tokens.hash_of(access),
        "access_expires_at": now + timedelta(minutes=settings.access_token_minutes),
        "refresh_hash": tokens.hash_of(refresh),
        "refresh_expires_at": now + timedelta(days=settings.refresh_token_days),
    }


@by_system
async def refresh(token: str) -> tuple[User, Tokens]:
    """New tokens for old, once. A spent token shown again ends the session: somebody has a copy."""
    spent, now = tokens.hash_of(token), datetime.now(UTC)
    access, fresh = tokens.new_token(), tokens.new_token()
    living = Session.filter(refresh_hash=spent, ended_at=None, refresh_expires_at__gt=now)
    async with transaction() as current:
        if renewed := await living.update(**lifetimes(access, fresh)):
            session = await Session.get(access_hash=tokens.hash_of(access)).select_related("user")
            await SpentToken.create(session=session, token_hash=spent)
            current.announce(SessionRenewed(session.id))
    if not renewed:
        await end_copied(spent)
        raise Unauthenticated(ENDED)
    return session.user, Tokens(session, access, fresh)


async def end_copied(spent: str) -> None:
    """End the session whose spent refresh token was shown: one of the two holders stole it."""
    copied = await SpentToken.get_or_none(token_hash=spent).select_related("session")
    if copied:
        await sign_out(copied.session)


@by_system
async def sign_out(session: Session) -> None:
    """End the session everywhere: its tokens at once, its sockets within two seconds."""
    async with transaction() as current:
        await Session.filter(id=session.id, ended_at=None).update(ended_at=datetime.now(UTC))
        current.announce(SessionEnded(session.id))


@by_system
async def session_of(access_hash: str) -> Session | None:
    """The living session of an access token, by the token's hash, with its user."""
    return await Session.get_or_none(
        access_hash=access_hash, ended_at=None, access_expires_at__gt=datetime.now(UTC)
    ).select_related("user")

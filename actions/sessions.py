"""Registering, proving an address, signing in and out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from email_validator import EmailNotValidError, validate_email
from tortoise.exceptions import IntegrityError

from actions import checks, passwords, tokens, users
from actions.transaction import transaction
from errors import Invalid, Unauthenticated
from events.facts import SessionEnded
from models import Credential, EmailVerification, Session, User
from settings import get_settings

VERIFICATION_LASTS = timedelta(hours=24)
WRONG = "The address or the password is wrong, or the address is not verified yet"
ENDED = "This token has ended; sign in again"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a device keeps. Only hashes of them are stored."""

    session: Session
    access: str
    refresh: str


async def register(email: str, password: str, name: str, time_zone: str) -> str:
    """Make an account and mail a link that proves the address; returns the normalized address.

    The answer is the same whether or not there is such an account already: its owner gets a mail
    that says so. It takes as long, too, for both hash the password.
    """
    address = address_of(email)
    name = checks.text("name", name, least=1, most=100)
    time_zone = users.known_time_zone(time_zone)
    passwords.check("password", password)
    password_hash = await passwords.hash_of(password)
    try:
        async with transaction() as current:
            user = await User.create(email=address, name=name, time_zone=time_zone)
            await Credential.create(user=user, password_hash=password_hash)
            await current.later("mail_verification", user_id=str(user.id))
    except IntegrityError:
        await remind(address)
    return address


async def remind(address: str) -> None:
    """Tell the owner of an address that somebody tried to register it once more."""
    user = await User.get(email=address)
    kind = "mail_already_registered" if user.email_verified_at else "mail_verification"
    async with transaction() as current:
        await current.later(kind, user_id=str(user.id))


def address_of(email: str) -> str:
    try:
        checked = validate_email(email, check_deliverability=False)
    except EmailNotValidError as error:
        raise Invalid("email", f"Write an address such as ada@example.org. {error}") from None
    return checked.normalized.lower()


async def new_verification(user: User) -> str:
    """A fresh link's token, made when the mail is sent, so that no queue ever holds it."""
    token = tokens.new_token()
    await EmailVerification.create(
        user=user,
        token_hash=tokens.hash_of(token),
        expires_at=datetime.now(UTC) + VERIFICATION_LASTS,
    )
    return token


async def verify_email(token: str) -> User:
    """Accept a mailed link once; Invalid if it is unknown, used or older than a day."""
    now = datetime.now(UTC)
    async with transaction():
        spent = await EmailVerification.filter(
            token_hash=tokens.hash_of(token), used_at=None, expires_at__gt=now
        ).update(used_at=now)
        if not spent:
            raise Invalid("token", "This link was used or has ended; register again for a new one")
        link = await EmailVerification.get(token_hash=tokens.hash_of(token)).select_related("user")
        await User.filter(id=link.user_id, email_verified_at=None).update(email_verified_at=now)
    return await User.get(id=link.user_id)


async def sign_in(email: str, password: str) -> tuple[User, Tokens]:
    """A new session; Unauthenticated with one reason for everything that can be wrong."""
    address = email.strip().lower()
    credential = await Credential.get_or_none(user__email=address).select_related("user")
    known = credential.password_hash if credential else None
    is_right = await passwords.matches(password[: passwords.LONGEST + 1], known)
    if credential is None or not is_right or credential.user.email_verified_at is None:
        raise Unauthenticated(WRONG)
    access, refresh = tokens.new_token(), tokens.new_token()
    session = await Session.create(user=credential.user, **lifetimes(access, refresh))
    return credential.user, Tokens(session, access, refresh)


def lifetimes(access: str, refresh: str) -> dict[str, Any]:
    settings, now = get_settings(), datetime.now(UTC)
    return {
        "access_hash": tokens.hash_of(access),
        "access_expires_at": now + timedelta(minutes=settings.access_token_minutes),
        "refresh_hash": tokens.hash_of(refresh),
        "refresh_expires_at": now + timedelta(days=settings.refresh_token_days),
    }


async def refresh(token: str) -> tuple[User, Tokens]:
    """New tokens for old, once. A spent token shown again ends the session: somebody has a copy."""
    spent, now = tokens.hash_of(token), datetime.now(UTC)
    access, fresh = tokens.new_token(), tokens.new_token()
    renewed = await Session.filter(
        refresh_hash=spent, ended_at=None, refresh_expires_at__gt=now
    ).update(spent_refresh_hash=spent, **lifetimes(access, fresh))
    if not renewed:
        await end_copied(spent)
        raise Unauthenticated(ENDED)
    session = await Session.get(access_hash=tokens.hash_of(access)).select_related("user")
    return session.user, Tokens(session, access, fresh)


async def end_copied(spent: str) -> None:
    """End the session whose spent refresh token was shown: one of the two holders stole it."""
    if copied := await Session.get_or_none(spent_refresh_hash=spent):
        await sign_out(copied)


async def sign_out(session: Session) -> None:
    """End the session everywhere: its tokens at once, its sockets within two seconds."""
    async with transaction() as current:
        await Session.filter(id=session.id, ended_at=None).update(ended_at=datetime.now(UTC))
        current.announce(SessionEnded(session.id))


async def session_of(access_token: str) -> Session | None:
    """The living session of an access token, with its user."""
    return await Session.get_or_none(
        access_hash=tokens.hash_of(access_token),
        ended_at=None,
        access_expires_at__gt=datetime.now(UTC),
    ).select_related("user")

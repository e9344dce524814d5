"""From an application to a person: the mailed link makes the account."""

from datetime import UTC, datetime, timedelta

from tortoise.exceptions import IntegrityError

from actions import checks, passwords, tokens, users
from actions.attempts import Limit
from actions.sessions.addresses import address_of
from actions.transaction import transaction
from errors import Invalid
from models import Credential, Registration, User
from models.acting import by_system
from models.sql import fetch

LINK_LASTS = timedelta(hours=24)
MAILS_LAST = timedelta(minutes=10)
MOST_MAILS = 3
SPENT = "This link was used or has ended; register again for a new one"
KNOWN = "This address is verified already; sign in"
NOT_CHOSEN = "This link was asked for with another password; register again to choose yours"

PASSWORDS = Limit(
    "passwords of a registration",
    10,
    timedelta(minutes=5),
    "Too many wrong passwords; try again later, or register again to choose another one",
)


@by_system
async def register(email: str, password: str, name: str, time_zone: str) -> str:
    """Take an application and mail a link that proves the address; returns it normalized.

    The answer is the same, and takes as long, whether or not somebody has the address already: its
    owner gets a mail that says so. An address gets three mails in ten minutes, whoever asks.
    """
    address = address_of(email)
    name = checks.line("name", name, least=1, most=100)
    time_zone = users.known_time_zone(time_zone)
    await passwords.check("password", password, [name, address])
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


@by_system
async def new_link(registration: Registration) -> str:
    """A fresh link's token, made when the mail is sent, so that no queue ever holds it."""
    token = tokens.new_token()
    await Registration.filter(id=registration.id).update(
        token_hash=tokens.hash_of(token), expires_at=datetime.now(UTC) + LINK_LASTS
    )
    return token


@by_system
async def verify_email(token: str, password: str) -> User:
    """Make the account a mailed link belongs to, for who knows the password it was asked for with.

    So nobody's click makes an account that somebody else chose the password of. Invalid if the link
    was used or is a day old, and for another password, TooMany after ten: the link stays good.
    Of several links to one address the first that is proven makes the account; Invalid after that.
    """
    link = await Registration.get_or_none(
        token_hash=tokens.hash_of(token), used_at=None, expires_at__gt=datetime.now(UTC)
    )
    if link is None:
        raise Invalid("token", SPENT)
    await PASSWORDS.take(link.id)
    if not await passwords.matches(password[: passwords.LONGEST + 1], link.password_hash):
        raise Invalid("password", NOT_CHOSEN)
    try:
        return await account_of(link)
    except IntegrityError:
        raise Invalid("token", KNOWN) from None


async def account_of(proven: Registration) -> User:
    async with transaction():
        unused = Registration.filter(id=proven.id, used_at=None)
        if not await unused.update(used_at=datetime.now(UTC)):
            raise Invalid("token", SPENT)
        return await begin(proven)


async def begin(proven: Registration) -> User:
    user = await User.create(email=proven.email, name=proven.name, time_zone=proven.time_zone)
    await Credential.create(user=user, password_hash=proven.password_hash)
    return user

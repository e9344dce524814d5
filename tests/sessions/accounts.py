"""People who have a password, and what they ask to be signed in."""

from email.message import EmailMessage
from typing import Any

from actions import passwords
from jobs import worker
from models import Credential, User
from tests.cast import given_user
from tests.smtp import Mailbox

PASSWORD = "a horse eats a battery"

SIGN_IN = """
mutation ($email: String = "ada@example.org", $password: String = "a horse eats a battery") {
  signIn(input: { email: $email, password: $password }) {
    __typename
    ... on SignInPayload { viewer { email user { name } } tokens { accessToken refreshToken } }
    ... on Problem { reason }
    ... on TooMany { retryAfter }
  }
}
"""

hashes: dict[str, str] = {}
"""Of passwords: a hash takes as long as some tests."""


async def given_account(name: str = "Ada", password: str = PASSWORD, **user: Any) -> User:
    """Somebody who can sign in."""
    if password not in hashes:
        hashes[password] = await passwords.hash_of(password)
    account = await given_user(name, **user)
    await Credential.create(user=account, password_hash=hashes[password])
    return account


async def mails(smtp: Mailbox) -> dict[str, EmailMessage]:
    """What was sent by now, by its subject; the latest of each."""
    await worker.work()
    return {str(mail["Subject"]): mail for mail in smtp.mails}


def token_in(mail: EmailMessage) -> str:
    """What stands behind the # of the mail's link."""
    return str(mail.get_content()).rpartition("#")[2].split()[0]

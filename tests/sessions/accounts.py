"""People who have a password, and what they ask to be signed in."""

from typing import Any

from actions import passwords
from models import Credential, User
from tests.cast import given_user

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

"""What a resolver knows about a request: who asks, and how to reach related rows."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from os import urandom
from typing import Any

from errors import Unauthenticated
from models import ApiKey, Session, User
from models.acting import act_for
from models.loaders import Loaders


def new_request_id() -> str:
    """32 hexadecimal digits; a fifth of the time that a UUID takes."""
    return urandom(16).hex()


@dataclass(slots=True)
class Budget:
    """The points that whoever asks may spend, and what this request took of them."""

    limit: int
    """When nothing was spent lately."""
    remaining: int
    full_in: float
    """Seconds until it is `limit` again."""
    cost: int


SESSION, REFRESH, DEVICE = "sid", "refresh", "device"
"""What cookies may hold: the access token, the refresh token, and that of the device."""


@dataclass(slots=True)
class Jar:
    """The cookies that a browser sent, and those that its answer has it keep."""

    sent: Mapping[str, str] = field(default_factory=dict)
    kept: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Values and seconds, by what they hold."""

    def keep(self, name: str, value: str, seconds: float) -> None:
        self.kept[name] = value, max(int(seconds), 0)

    def forget(self, *names: str) -> None:
        self.kept |= dict.fromkeys(names, ("", 0))


@dataclass(slots=True)
class Context:
    """Made for each operation. A subscription lays in fresh loaders for each event."""

    viewer: User | None = None
    session: Session | None = None
    key: ApiKey | None = None
    """What a program of others asks with, in place of a session."""
    loaders: Loaders = field(default_factory=Loaders)
    request_id: str = field(default_factory=new_request_id)
    address: str = ""
    """Where it was asked from, as limits count it; see `gateway/addresses.py`."""
    agent: str = ""
    """What the client calls itself: the User-Agent header."""
    jar: Jar | None = None
    """None where an answer cannot have a browser keep cookies: on a socket."""
    budget: Budget | None = None
    """None where nothing limits how often somebody asks."""
    outcomes: dict[str | int, Any] = field(default_factory=dict)
    """Of mutations that are done, by the keys that they are answered under."""
    pay_again: Callable[[], Awaitable[None]] | None = None
    """Waits for the points that the operation costs, and takes them once more."""

    def belongs_to(self, session: Session | None) -> None:
        """Who asks from now on, here and in the database."""
        self.session = session
        self.viewer = session.user if session else None
        act_for(self.viewer.id if self.viewer else None)

    def belongs_to_key(self, key: ApiKey) -> None:
        """A key asks from now on: as its maker, within its organization."""
        self.key, self.viewer = key, key.user
        act_for(key.user_id, within=key.organization_id)

    def signed_in(self) -> User:
        if self.viewer is None:
            raise Unauthenticated("Sign in, and send the access token with each request")
        return self.viewer

"""What a resolver knows about a request: who asks, and how to reach related rows."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from errors import Unauthenticated
from models import Session, User
from models.loaders import Loaders


@dataclass(slots=True)
class Context:
    """Made for each operation. A subscription lays in fresh loaders for each event."""

    viewer: User | None = None
    session: Session | None = None
    loaders: Loaders = field(default_factory=Loaders)
    request_id: UUID = field(default_factory=uuid4)

    def signed_in(self) -> User:
        if self.viewer is None:
            raise Unauthenticated("Sign in, and send the access token with each request")
        return self.viewer

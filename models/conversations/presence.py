"""When people were here last."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from uuid import UUID

from tortoise import fields

from models.base import Record
from models.users import User

ONLINE_FOR = timedelta(seconds=60)
AWAY_FOR = timedelta(minutes=10)


class PresenceStatus(Enum):
    ONLINE = "ONLINE"
    AWAY = "AWAY"
    OFFLINE = "OFFLINE"


class Presence(Record):
    """That somebody listens, said anew every 20 seconds by each process that they listen to.

    The table is UNLOGGED: when PostgreSQL crashes nobody was here, and all say so again.
    """

    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "models.User", related_name="presence"
    )
    seen_at = fields.DatetimeField()
    user_id: UUID


@dataclass(frozen=True, slots=True)
class LastSeen:
    """When somebody who shows it was here last; None if nobody knows."""

    seen_at: datetime | None

    @property
    def status(self) -> PresenceStatus:
        if self.seen_at is None:
            return PresenceStatus.OFFLINE
        ago = datetime.now(UTC) - self.seen_at
        if ago < ONLINE_FOR:
            return PresenceStatus.ONLINE
        return PresenceStatus.AWAY if ago < AWAY_FOR else PresenceStatus.OFFLINE

    @property
    def minute(self) -> datetime | None:
        return self.seen_at and self.seen_at.replace(second=0, microsecond=0)

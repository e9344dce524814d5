"""Who and what is there so far, by the names that the files give."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from models import Conversation, Enrollment, Match, Organization, Program, ProgramRole, User


def last_midnight() -> datetime:
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass
class World:
    """`password_hash` is everybody's; matches and conversations are by mentor and mentee."""

    password_hash: str
    today: datetime = field(default_factory=last_midnight)
    users: dict[str, User] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    coordinators: dict[str, User] = field(default_factory=dict)
    parts: dict[tuple[str, str, ProgramRole], Enrollment] = field(default_factory=dict)
    matches: dict[tuple[str, str], Match] = field(default_factory=dict)
    conversations: dict[tuple[str, str], Conversation] = field(default_factory=dict)

    def ago(self, days: float) -> datetime:
        """So many days before today began in UTC, to the minute."""
        return self.today - timedelta(minutes=round(days * 24 * 60))

    def in_days(self, days: int | None) -> date | None:
        return None if days is None else self.ago(-days).date()

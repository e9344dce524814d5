"""Who may see and move requests and matches, and whom a mentee may ask."""

from datetime import UTC, datetime
from typing import TypeVar

from tortoise.expressions import F, Q, Subquery
from tortoise.queryset import QuerySet

from models import (
    Enrollment,
    EnrollmentStatus,
    Match,
    MatchRequest,
    MatchStatus,
    ProgramRole,
    RequestStatus,
    User,
)
from models.matches import Pair
from models.sql import Either
from policies import roles, safety
from policies.roles import Ability

P = TypeVar("P", bound=Pair)


def parts_of(viewer: User) -> Subquery:
    return Subquery(Enrollment.filter(user_id=viewer.id).values("id"))


def with_side(pairs: type[P], viewer: User) -> QuerySet[P]:
    """The pairs that the viewer is the mentor or the mentee of."""
    parts = parts_of(viewer)
    mentored, learned = pairs.filter(mentor_id__in=parts), pairs.filter(mentee_id__in=parts)
    return pairs.filter(id__in=Either(mentored.values("id"), learned.values("id")))


def requests_visible_to(viewer: User) -> QuerySet[MatchRequest]:
    """Both sides of the request; nobody else needs to know who asked whom."""
    return with_side(MatchRequest, viewer)


def of(viewer: User) -> QuerySet[Match]:
    """Matches the viewer is one side of."""
    return with_side(Match, viewer)


def visible_to(viewer: User) -> QuerySet[Match]:
    """The pair, and whoever oversees the matches of their program.

    For one match, or those of one program: sorting all that a coordinator sees reads them all.
    """
    parts = parts_of(viewer)
    overseen = Subquery(roles.programs_where(viewer, Ability.OVERSEE_MATCHES).values("id"))
    return Match.filter(
        Q(mentor_id__in=parts) | Q(mentee_id__in=parts) | Q(program_id__in=overseen)
    )


def as_mentee(viewer: User) -> QuerySet[Enrollment]:
    """The viewer's parts as an approved mentee, one per program."""
    return roles.parts(viewer, Ability.ASK_MENTORS)


def askable_by(mentee: Enrollment) -> QuerySet[Enrollment]:
    """Approved mentors of the program with a place left, whom the mentee has not asked or got.

    Not those who take a pause, and nobody of whom one keeps away from the other.
    """
    asked = MatchRequest.filter(mentee_id=mentee.id, status=RequestStatus.PENDING)
    got = Match.filter(mentee_id=mentee.id, status=MatchStatus.ACTIVE)
    now = datetime.now(UTC)
    return Enrollment.filter(
        Q(user__paused_at__isnull=True) | Q(user__paused_until__lte=now),
        program_id=mentee.program_id,
        role=ProgramRole.MENTOR,
        status=EnrollmentStatus.APPROVED,
        active_matches__lt=F("capacity"),
        user_id__not=mentee.user_id,
        user_id__not_in=safety.apart_from(mentee.user_id),
        id__not_in=Either(asked.values("mentor_id"), got.values("mentor_id")),
    )

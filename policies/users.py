"""Who may see whom."""

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from models import Enrollment, EnrollmentStatus, User
from models.sql import Either
from policies import programs
from policies.roles import Ability, programs_where


def visible_to(viewer: User) -> QuerySet[User]:
    """Yourself; the approved people of programs you take part in; who applies where you decide."""
    shared = Enrollment.filter(
        status=EnrollmentStatus.APPROVED,
        program_id__in=Subquery(programs.joined_by(viewer).values("id")),
    )
    led = programs_where(viewer, Ability.SEE_APPLICANTS)
    applicants = Enrollment.filter(program_id__in=Subquery(led.values("id")))
    own = User.filter(id=viewer.id)
    known = Either(own.values("id"), shared.values("user_id"), applicants.values("user_id"))
    return User.filter(id__in=known)

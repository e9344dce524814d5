"""Who may see whom."""

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models import Enrollment, EnrollmentStatus, User
from policies import programs


def visible_to(viewer: User) -> QuerySet[User]:
    """Yourself; the approved people of programs you take part in; who applies where you decide."""
    shared = Enrollment.filter(
        status=EnrollmentStatus.APPROVED,
        program_id__in=Subquery(programs.joined_by(viewer).values("id")),
    )
    applicants = Enrollment.filter(
        program_id__in=Subquery(programs.coordinated_by(viewer).values("id"))
    )
    return User.filter(
        Q(id=viewer.id)
        | Q(id__in=Subquery(shared.values("user_id")))
        | Q(id__in=Subquery(applicants.values("user_id")))
    )

"""Who sees what an organization asks its people, and what they answered."""

from tortoise.expressions import F, Subquery
from tortoise.queryset import QuerySet

from models import (
    Answer,
    AnswerVisibility,
    Enrollment,
    EnrollmentStatus,
    Program,
    Question,
    Staff,
    User,
)
from models.sql import Either
from policies import roles
from policies.roles import Ability


def visible_to(viewer: User) -> QuerySet[Question]:
    """To all who applied, take part or are staff: they answer them, or look at the answers."""
    parts = Enrollment.filter(user_id=viewer.id)
    seats = Staff.filter(user_id=viewer.id)
    known = Either(parts.values("organization_id"), seats.values("organization_id"))
    return Question.filter(organization_id__in=known)


def answers_visible_to(viewer: User) -> QuerySet[Answer]:
    """The viewer's own; all of those about whom they decide; of others in a program what it may.

    What the program may see is of approved parts in programs that the viewer takes part in.
    """
    own = Answer.filter(user_id=viewer.id)
    decided = of_parts_in(roles.programs_where(viewer, Ability.SEE_APPLICANTS), *AnswerVisibility)
    joined = roles.programs_where(viewer, Ability.SEE_PARTICIPANTS)
    shown = of_parts_in(joined, AnswerVisibility.PROGRAM).filter(
        user__enrollments__status=EnrollmentStatus.APPROVED
    )
    seen = Either(own.values("id"), decided.values("id"), shown.values("id"))
    return Answer.filter(id__in=seen)


def of_parts_in(programs: QuerySet[Program], *visible: AnswerVisibility) -> QuerySet[Answer]:
    """Answers, to the same organization, of whoever has or had a part in one of the programs."""
    # The question is joined for its visibility, as F joins nothing by itself.
    return Answer.filter(
        question__visibility__in=visible,
        user__enrollments__program_id__in=Subquery(programs.values("id")),
        user__enrollments__organization_id=F("question__organization_id"),
    )

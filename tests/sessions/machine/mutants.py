"""Ways to look after sessions and rights that are wrong, each by little: the machine finds them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from actions.sessions import changing_password, living, refreshing
from models import Enrollment, Staff, User
from policies import programs
from tests.permissive import Policy, instead


async def nothing(*_: Any, **__: Any) -> int:
    return 0


def a_stolen_token_ends_nothing() -> Any:
    return patch.object(refreshing, "end_stolen", nothing)


def what_was_used_gives_the_same_again() -> Any:
    return patch.object(living, "used", nothing)


def a_new_password_ends_no_session() -> Any:
    return patch.object(changing_password, "end_all", nothing)


@contextmanager
def replaced(policy: Policy, by: Policy) -> Iterator[None]:
    with instead({policy: by}):
        yield


def whoever_takes_part_sees_applicants() -> Any:
    right = programs.enrollments_visible_to

    def wrong(viewer: User) -> QuerySet[Enrollment]:
        mine = Subquery(Enrollment.filter(user_id=viewer.id).values("program_id"))
        seen = Subquery(right(viewer).values("id"))
        return Enrollment.filter(Q(id__in=seen) | Q(program_id__in=mine))

    return replaced(right, wrong)


def whoever_takes_part_sees_the_staff() -> Any:
    def wrong(viewer: User) -> QuerySet[Staff]:
        seen = programs.organizations_visible_to(viewer).values("id")
        return Staff.filter(organization_id__in=Subquery(seen))

    return replaced(programs.staff_visible_to, wrong)


MUTANTS = [
    a_stolen_token_ends_nothing,
    what_was_used_gives_the_same_again,
    a_new_password_ends_no_session,
    whoever_takes_part_sees_applicants,
    whoever_takes_part_sees_the_staff,
]

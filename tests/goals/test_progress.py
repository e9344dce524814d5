"""How far a goal has come, as a number from 0 to 1."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from actions.goals import LARGEST
from models import Goal
from resolvers.goals import exact

values = st.decimals(min_value=-LARGEST, max_value=LARGEST, places=2)


def progress(start: Decimal | int, target: Decimal | int, now: Decimal | int) -> float:
    goal = Goal(start_value=Decimal(start), target_value=Decimal(target))
    return goal.progress_at(Decimal(now))


@pytest.mark.parametrize(
    ("start", "target", "now", "expected"),
    [
        (0, 10, 0, 0.0),
        (0, 10, 5, 0.5),
        (0, 10, 10, 1.0),
        (0, 10, 11, 1.0),
        (0, 10, -1, 0.0),
        (10, 2, 10, 0.0),
        (10, 2, 6, 0.5),
        (10, 2, 2, 1.0),
        (10, 2, 1, 1.0),
        (10, 2, 12, 0.0),
        (-10, 10, 0, 0.5),
        (0, 1, 1, 1.0),
        (0, 3, 1, 1 / 3),
        (-LARGEST, LARGEST, LARGEST, 1.0),
        (0, Decimal("0.01"), LARGEST, 1.0),
    ],
)
def test_progress_is_the_part_of_the_way_that_is_done(start, target, now, expected):
    assert progress(start, target, now) == expected


@given(start=values, target=values, now=values)
def test_progress_is_never_below_0_nor_above_1(start, target, now):
    assume(start != target)

    assert 0 <= progress(start, target, now) <= 1


@given(start=values, target=values, one=values, other=values)
def test_nearer_to_the_target_is_never_less_progress(start, target, one, other):
    assume(start != target)
    nearer, farther = sorted((one, other), reverse=target > start)

    assert progress(start, target, nearer) >= progress(start, target, farther)


@given(value=values)
def test_every_value_that_can_be_stored_survives_being_a_float(value):
    assert exact(float(value)) == value

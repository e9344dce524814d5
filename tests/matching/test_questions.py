from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import (
    DEFAULT_WEIGHTS,
    Mentee,
    Mentor,
    Question,
    Rule,
    SharedAnswers,
    suggest,
    weights_beside,
)


def one(rule: Rule, points: int = 10, reach: float = 0.0, key: str = "q") -> Question:
    return Question(key, "Which?", rule, points, reach)


def some(*names: str) -> frozenset[str]:
    return frozenset(names)


@pytest.mark.parametrize(
    ("rule", "mentee", "mentor", "points"),
    [
        (Rule.EQUAL, some("a"), some("a"), 10),
        (Rule.EQUAL, some("a"), some("b"), 0),
        (Rule.EQUAL, some("a", "b"), some("a"), 0),
        (Rule.OVERLAP, some("a", "b"), some("a"), 5),
        (Rule.OVERLAP, some("a", "b", "c"), some("a", "b"), 7),
        (Rule.OVERLAP, some("a"), some("a", "b"), 10),
        (Rule.OVERLAP, some("a"), some("b"), 0),
        (Rule.NEAR, 5.0, 5.0, 10),
        (Rule.NEAR, 5.0, 7.0, 5),
        (Rule.NEAR, 7.0, 5.0, 5),
        (Rule.NEAR, 5.0, 9.0, 0),
        (Rule.NEAR, 5.0, 90.0, 0),
        (Rule.EQUAL, None, some("a"), 0),
        (Rule.OVERLAP, some("a"), None, 0),
        (Rule.NEAR, None, None, 0),
    ],
)
def test_answers_earn_what_they_have_in_common(rule, mentee, mentor, points) -> None:
    assert one(rule, reach=4.0).worth(mentee, mentor) == points


def test_a_reason_tells_what_both_chose_and_of_numbers_only_the_points() -> None:
    chosen = SharedAnswers.of(one(Rule.OVERLAP), some("b", "a", "c"), some("b", "a"))
    near = SharedAnswers.of(one(Rule.NEAR, reach=4.0), 5.0, 6.0)

    assert (chosen.answers, chosen.label, chosen.most) == (("a", "b"), "Which?", 10)
    assert (near.answers, near.points) == ((), 8)


def test_without_questions_the_usual_weights_hold() -> None:
    assert weights_beside((), DEFAULT_WEIGHTS) is DEFAULT_WEIGHTS


def test_questions_take_of_each_criterion_in_proportion_and_are_in_the_version() -> None:
    weights = weights_beside((one(Rule.EQUAL, 20),), DEFAULT_WEIGHTS)

    assert (weights.skills, weights.hours, weights.languages) == (52, 20, 8)
    assert weights.version == "1+q:20"


@given(points=st.lists(st.integers(1, 20), min_size=1, max_size=3))
def test_all_points_add_up_to_a_hundred(points: list[int]) -> None:
    questions = tuple(one(Rule.EQUAL, n, key=f"q{at}") for at, n in enumerate(points))

    weights = weights_beside(questions, DEFAULT_WEIGHTS)

    usual = weights.skills + weights.languages + weights.hours
    assert usual + sum(points) == 100


def test_the_score_is_the_sum_of_all_reasons() -> None:
    weights = weights_beside((one(Rule.EQUAL, 30),), DEFAULT_WEIGHTS)
    answers = {"q": some("a")}
    mentee = Mentee(UUID(int=1), some("sql"), some("en"), 0, answers)
    alike = Mentor(UUID(int=2), some(), some("en"), 0, answers)
    able = Mentor(UUID(int=3), some("sql"), some("en"), 0)

    first, second = suggest(mentee, [able, alike], limit=2, weights=weights)

    assert [first.mentor_key.int, second.mentor_key.int] == [3, 2]
    assert second.score == sum(reason.points for reason in second.reasons) == 33 + 1
    assert len(second.reasons) == 4

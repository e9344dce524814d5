from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import (
    DEFAULT_WEIGHTS,
    Mentee,
    Mentor,
    SharedHours,
    SharedLanguages,
    SharedSkills,
    Weights,
    suggest,
)

HOUR = 0b1111
ALL_WEEK = 2**672 - 1
NINA = UUID(int=1)


def wanting(skills: str = "", languages: str = "en", free: int = 0, key: UUID = NINA) -> Mentee:
    return Mentee(key, frozenset(skills.split()), frozenset(languages.split()), free)


def offering(skills: str = "", languages: str = "en", free: int = 0, key: int = 100) -> Mentor:
    return Mentor(UUID(int=key), frozenset(skills.split()), frozenset(languages.split()), free)


def keys(mentors: Iterable[Mentor]) -> list[UUID]:
    return [mentor.key for mentor in mentors]


def ranked(mentee: Mentee, mentors: Iterable[Mentor], limit: int = 100) -> list[UUID]:
    return [scored.mentor_key for scored in suggest(mentee, mentors, limit=limit)]


skills = st.frozensets(st.sampled_from(["sql", "rust", "go", "law", "art", "cooking"]))
languages = st.frozensets(st.sampled_from(["de", "en", "fr", "ne"]))
masks = st.integers(0, 2**24 - 1) | st.integers(0, ALL_WEEK)
mentees = st.builds(Mentee, st.uuids(), skills, languages, masks)
one_mentor = st.builds(Mentor, st.uuids(), skills, languages, masks)
english_mentees = mentees.map(lambda mentee: replace(mentee, languages=frozenset({"en"})))
english_mentors = one_mentor.map(lambda mentor: replace(mentor, languages=frozenset({"en"})))
mentors = st.lists(one_mentor, max_size=12, unique_by=lambda mentor: mentor.key)
weights = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(
    lambda cuts: Weights("drawn", min(cuts), max(cuts) - min(cuts), 100 - max(cuts))
)


def test_whoever_offers_everything_scores_a_hundred_and_says_why() -> None:
    mentee = wanting("sql rust", "ne en", HOUR << 8 | ALL_WEEK >> 100)

    [scored] = suggest(mentee, [offering("rust go sql", "en de ne", ALL_WEEK)], limit=5)

    assert scored.score == 100
    assert scored.reasons == (
        SharedSkills(points=65, most=65, skills=("rust", "sql")),
        SharedLanguages(points=10, most=10, languages=("en", "ne")),
        SharedHours(points=25, most=25, minutes=572 * 15),
    )


def test_what_is_not_shared_is_a_reason_worth_nothing() -> None:
    [scored] = suggest(wanting("sql"), [offering("law", free=HOUR)], limit=5)

    assert scored.score == 5
    assert scored.reasons == (
        SharedSkills(points=0, most=65, skills=()),
        SharedLanguages(points=5, most=10, languages=("en",)),
        SharedHours(points=0, most=25, minutes=0),
    )


@pytest.mark.parametrize(
    ("wanted", "offered", "points"),
    [
        ("", "", 0),
        ("", "sql", 0),
        ("sql", "", 0),
        ("sql", "sql law art", 65),
        ("sql rust", "sql", 33),
        ("sql rust go", "sql", 22),
        ("sql rust go", "sql go", 43),
        ("sql rust go", "go rust sql", 65),
    ],
)
def test_skills_earn_the_share_of_the_wanted_that_is_offered(
    wanted: str, offered: str, points: int
) -> None:
    [scored] = suggest(wanting(wanted), [offering(offered)], limit=5)

    assert scored.reasons[0].points == points


@pytest.mark.parametrize(
    ("spoken", "points"), [("en", 5), ("en fr", 5), ("en de", 10), ("en de ne", 10)]
)
def test_one_shared_language_earns_half_and_two_earn_all(spoken: str, points: int) -> None:
    [scored] = suggest(wanting(languages="en de ne"), [offering(languages=spoken)], limit=5)

    assert scored.reasons[1].points == points


@pytest.mark.parametrize(
    ("quarters", "points"),
    [(0, 0), (1, 2), (4, 6), (8, 13), (15, 23), (16, 25), (17, 25), (672, 25)],
)
def test_hours_earn_more_until_there_are_four_a_week(quarters: int, points: int) -> None:
    mentor = offering(free=(1 << quarters) - 1)

    [scored] = suggest(wanting(free=ALL_WEEK), [mentor], limit=5)

    assert scored.reasons[2] == SharedHours(points=points, most=25, minutes=quarters * 15)


def test_a_mentor_without_a_common_language_is_never_suggested() -> None:
    mentor = offering("sql", "fr de", ALL_WEEK)

    assert suggest(wanting("sql", "en ne", ALL_WEEK), [mentor], limit=5) == []


def test_nobody_is_suggested_to_themselves() -> None:
    both = offering("sql", key=NINA.int)

    assert suggest(wanting("sql"), [both], limit=5) == []


def test_the_higher_score_comes_first() -> None:
    one, none, two = offering("sql", key=7), offering("", key=8), offering("sql go", key=9)

    assert ranked(wanting("sql go"), [one, none, two]) == keys([two, one, none])


def test_a_tie_is_drawn_alike_everywhere_and_always() -> None:
    twins = [offering("sql", key=key) for key in range(100, 106)]

    drawn = ranked(wanting("sql"), twins)

    assert [key.int for key in drawn] == [104, 102, 105, 101, 103, 100]


def test_every_one_of_equal_mentors_comes_first_for_some_mentee() -> None:
    equals = [offering("sql", key=key) for key in range(100, 104)]

    first = {ranked(wanting("sql", key=UUID(int=n)), equals)[0] for n in range(40)}

    assert first == set(keys(equals))


def test_another_program_may_weigh_otherwise() -> None:
    hours_first = Weights("evenings-2", skills=20, languages=0, hours=80)
    skilled, available = offering("sql", key=7), offering("", free=ALL_WEEK, key=8)

    mentee = wanting("sql", free=ALL_WEEK)
    [first, second] = suggest(mentee, [skilled, available], limit=5, weights=hours_first)

    assert (first.mentor_key, first.score) == (available.key, 80)
    assert (second.mentor_key, second.score) == (skilled.key, 20)


@pytest.mark.parametrize("points", [(65, 10, 24), (65, 10, 26), (110, -10, 0), (0, 0, 0)])
def test_weights_that_are_no_hundred_points_are_refused(points: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="0 or more that add up to 100"):
        Weights("1", *points)


@pytest.mark.parametrize(("limit", "suggested"), [(0, 0), (1, 1), (3, 3), (4, 3)])
def test_no_more_are_suggested_than_asked_for(limit: int, suggested: int) -> None:
    three = [offering("sql", key=key) for key in (7, 8, 9)]

    assert len(suggest(wanting("sql"), three, limit=limit)) == suggested


def test_without_mentors_nobody_is_suggested() -> None:
    assert suggest(wanting("sql"), [], limit=5) == []


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="ask for 0 or more"):
        suggest(wanting("sql"), [offering("sql")], limit=-1)


@given(mentee=mentees, mentors=mentors, weights=weights)
def test_no_reason_gives_more_than_its_weight_and_no_score_leaves_0_to_100(
    mentee: Mentee, mentors: list[Mentor], weights: Weights
) -> None:
    for scored in suggest(mentee, mentors, limit=12, weights=weights):
        most = [reason.most for reason in scored.reasons]

        assert most == [weights.skills, weights.languages, weights.hours]
        assert all(0 <= reason.points <= reason.most for reason in scored.reasons)
        assert sum(reason.points for reason in scored.reasons) == scored.score
        assert 0 <= scored.score <= 100


@given(mentee=mentees, mentors=mentors, weights=weights)
def test_everybody_with_a_common_language_is_ranked_by_the_score_shown(
    mentee: Mentee, mentors: list[Mentor], weights: Weights
) -> None:
    suggested = suggest(mentee, mentors, limit=12, weights=weights)

    scores = [scored.score for scored in suggested]
    assert scores == sorted(scores, reverse=True)
    assert {scored.mentor_key for scored in suggested} == {
        mentor.key for mentor in mentors if mentee.languages & mentor.languages
    }


@given(mentee=mentees, mentors=mentors, data=st.data())
def test_the_order_mentors_are_given_in_makes_no_difference(
    mentee: Mentee, mentors: list[Mentor], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(mentors))

    assert suggest(mentee, shuffled, limit=12) == suggest(mentee, mentors, limit=12)


@given(mentee=mentees, mentors=mentors, limit=st.integers(0, 12))
def test_a_short_list_is_the_top_of_the_long_one(
    mentee: Mentee, mentors: list[Mentor], limit: int
) -> None:
    everybody = suggest(mentee, mentors, limit=12)

    assert suggest(mentee, mentors, limit=limit) == everybody[:limit]


@given(mentee=english_mentees, mentor=english_mentors)
def test_one_more_skill_wanted_and_offered_never_lowers_the_score(
    mentee: Mentee, mentor: Mentor
) -> None:
    wiser = replace(mentor, skills=mentor.skills | {"chess"})
    [before] = suggest(mentee, [mentor], limit=1)

    [after] = suggest(replace(mentee, skills=mentee.skills | {"chess"}), [wiser], limit=1)

    assert after.reasons[0].points >= before.reasons[0].points
    assert after.reasons[1:] == before.reasons[1:]


@given(mentee=english_mentees, mentor=english_mentors, more=masks)
def test_a_mentor_who_frees_more_time_never_scores_less(
    mentee: Mentee, mentor: Mentor, more: int
) -> None:
    [before] = suggest(mentee, [mentor], limit=1)

    [after] = suggest(mentee, [replace(mentor, free=mentor.free | more)], limit=1)

    assert after.score >= before.score


def test_other_default_points_need_another_version() -> None:
    points = (DEFAULT_WEIGHTS.skills, DEFAULT_WEIGHTS.languages, DEFAULT_WEIGHTS.hours)

    assert (DEFAULT_WEIGHTS.version, points) == ("1", (65, 10, 25))

"""The circuit breaker, against a clock that stands still."""

import pytest

from search.breaker import FAILURES, REST_SECONDS, Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        breaker.failed()
    return breaker


def test_it_lets_everything_through_at_first(clock):
    breaker = Breaker(clock)

    assert [breaker.lets_through() for _ in range(3)] == [True, True, True]


def test_it_opens_after_three_failures_in_a_row(clock):
    breaker = Breaker(clock)
    answers = []

    for _ in range(FAILURES):
        answers.append(breaker.lets_through())
        breaker.failed()

    assert [*answers, breaker.lets_through()] == [True, True, True, False]


def test_a_success_between_failures_starts_the_count_anew(clock):
    breaker = Breaker(clock)

    for _ in range(5):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()

    assert breaker.lets_through()


def test_after_a_rest_it_lets_one_through(clock):
    breaker = opened(clock)

    clock.now += REST_SECONDS

    assert [breaker.lets_through(), breaker.lets_through()] == [True, False]


def test_it_closes_when_that_one_succeeds(clock):
    breaker = opened(clock)
    clock.now += REST_SECONDS
    breaker.lets_through()

    breaker.succeeded()

    assert [breaker.lets_through(), breaker.lets_through()] == [True, True]


def test_it_stays_open_when_that_one_fails(clock):
    breaker = opened(clock)
    clock.now += REST_SECONDS
    breaker.lets_through()

    breaker.failed()

    clock.now += REST_SECONDS / 2
    assert not breaker.lets_through()
    clock.now += REST_SECONDS / 2
    assert breaker.lets_through()


def test_one_that_never_reported_back_does_not_keep_it_open(clock):
    breaker = opened(clock)
    clock.now += REST_SECONDS
    breaker.lets_through()

    clock.now += REST_SECONDS

    assert breaker.lets_through()

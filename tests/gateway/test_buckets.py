"""A bucket of points, against a clock that stands still."""

import pytest

from gateway.rates.buckets import Buckets, Level, Rate

RATE = Rate(burst=100, per_second=10)


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def buckets(clock: Clock) -> Buckets:
    return Buckets(clock=clock)


def test_all_that_a_bucket_holds_can_be_taken_at_once_and_no_more(buckets):
    assert buckets.take("ada", 100, RATE) == Level(empty_by=10, wait=0)
    assert buckets.take("ada", 1, RATE).wait == pytest.approx(0.1)


def test_what_is_refused_is_not_taken(buckets):
    buckets.take("ada", 60, RATE)

    assert buckets.take("ada", 50, RATE).wait == pytest.approx(1)
    assert buckets.take("ada", 40, RATE).wait == 0


def test_points_come_back_with_time_and_no_more_than_there_were(buckets, clock):
    buckets.take("ada", 100, RATE)

    clock.now += 5
    half = buckets.take("ada", 50, RATE)
    clock.now += 1_000
    whole = [buckets.take("ada", 100, RATE).wait, buckets.take("ada", 1, RATE).wait]

    assert (half.wait, half.empty_by) == (0, 10)
    assert whole == [0, pytest.approx(0.1)]


def test_one_s_bucket_is_not_another_s(buckets):
    buckets.take("ada", 100, RATE)

    assert buckets.take("bo", 100, RATE).wait == 0


def test_what_costs_more_than_a_bucket_holds_takes_it_whole(buckets):
    assert buckets.take("ada", 5_000, RATE) == Level(empty_by=10, wait=0)
    assert buckets.take("ada", 5_000, RATE).wait == 10


def test_a_bucket_that_is_full_again_takes_no_memory(buckets, clock):
    for number in range(50):
        buckets.take(number, 100, RATE)
    clock.now += 11

    for number in range(25):
        buckets.take(f"late {number}", 1, RATE)

    assert all(str(key).startswith("late") for key in buckets.full_at)


def test_buckets_have_a_limit_in_memory_and_what_was_used_lately_stays(clock):
    buckets = Buckets(most=10, clock=clock)

    for number in range(50):
        buckets.take("ada", 1, RATE)
        buckets.take(number, 1, RATE)

    assert len(buckets.full_at) == 10
    assert buckets.take("ada", 51, RATE).wait > 0


def test_taking_nothing_of_a_full_bucket_leaves_nothing_behind(buckets):
    assert buckets.take("ada", 0, RATE) == Level(empty_by=0, wait=0)
    assert buckets.full_at == {}

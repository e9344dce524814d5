"""What is remembered has a limit, by number and by weight; what is used stays."""

from gateway.remembered import Remembered


def test_the_least_used_goes_when_there_are_too_many():
    remembered = Remembered[int](most=2, heaviest=100)

    for number, text in enumerate("ab"):
        remembered.keep(text, number, 1)
    remembered.get("a")
    remembered.keep("c", 2, 1)

    assert [remembered.get(text) for text in "abc"] == [0, None, 2]


def test_the_least_used_go_until_the_rest_is_light_enough():
    remembered = Remembered[int](most=100, heaviest=10)

    for number, text in enumerate("abc"):
        remembered.keep(text, number, 3)
    remembered.keep("d", 3, 5)

    assert [remembered.get(text) for text in "abcd"] == [None, None, 2, 3]
    assert remembered.weight == 8


def test_what_is_heavier_than_all_may_be_is_not_kept_and_pushes_nothing_out():
    remembered = Remembered[int](most=100, heaviest=10)

    remembered.keep("a", 0, 3)
    remembered.keep("b", 1, 11)

    assert [remembered.get(text) for text in "ab"] == [0, None]


def test_what_grows_pushes_out_others_and_not_itself():
    remembered = Remembered[int](most=100, heaviest=10)
    for number, text in enumerate("abc"):
        remembered.keep(text, number, 3)

    remembered.add_weight("a", 0, 4)
    remembered.add_weight("b", 1, 4)
    remembered.add_weight("c", 7, 4)

    assert [remembered.get(text) for text in "abc"] == [0, None, 2]
    assert remembered.weight == 10


def test_what_is_kept_again_weighs_once():
    remembered = Remembered[int](most=100, heaviest=10)

    remembered.keep("a", 0, 3)
    remembered.keep("a", 1, 4)

    assert (remembered.get("a"), remembered.weight, len(remembered)) == (1, 4, 1)

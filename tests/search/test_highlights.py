"""Fragments: the whole text and nothing else, cut where it matches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlights import Terms, fold, fragments, matches
from search.question import Fragment

TERMS = Terms(words=frozenset({"learn", "pythn"}), prefix="pyt", parts=("学习", "习"))

TEXTS = [
    ("", ""),
    ("nothing", "nothing"),
    ("learn", "[learn]"),
    ("LEARN, learning", "[LEARN], learning"),
    ("Learn Python", "[Learn] [Pyt]hon"),
    ("Pythn", "[Pyt]hn"),
    ("pÿthon", "[pÿt]hon"),
    ("机器学习和练习", "机器[学习]和练[习]"),
    ("<script>learn</script>", "<script>[learn]</script>"),
]


def shown(text: str, terms: Terms) -> str:
    return "".join(f"[{f.text}]" if f.is_match else f.text for f in cut(text, terms))


def cut(text: str, terms: Terms) -> list[Fragment]:
    return fragments(text, matches(text, terms))


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_what_matches_is_cut_out(text, expected):
    assert shown(text, TERMS) == expected


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_without_terms_nothing_matches(text, expected):
    assert cut(text, Terms()) == ([Fragment(text, False)] if text else [])


def test_a_word_whose_folding_moves_letters_is_cut_out_whole():
    assert shown("Straße", Terms(prefix="stras")) == "[Straße]"


def test_spans_that_overlap_are_cut_once():
    assert fragments("abcdef", [(0, 3), (1, 2), (2, 5)]) == [
        Fragment("abc", True),
        Fragment("de", True),
        Fragment("f", False),
    ]


@given(
    text=st.text(max_size=60),
    words=st.frozensets(st.text(min_size=1, max_size=4), max_size=3),
    prefix=st.none() | st.text(min_size=1, max_size=2),
    parts=st.lists(st.text(min_size=1, max_size=2), max_size=2),
)
def test_all_fragments_are_the_text(text, words, prefix, parts):
    terms = Terms(words, prefix, tuple(parts))

    pieces = cut(text, terms)

    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


@given(text=st.text(max_size=60))
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_a_text_that_matches_all_over_is_cut_at_the_first_twenty_places():
    found = fragments("ab" * 1_000, [(n * 2, n * 2 + 1) for n in range(1_000)])

    assert sum(fragment.is_match for fragment in found) == 20
    assert "".join(fragment.text for fragment in found) == "ab" * 1_000

"""Where a text matches, as fragments: never markup, so there is nothing to escape.

Texts are compared as `search_fold` and `search_runs` of the database compare them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, takewhile

from search.question import Fragment

Span = tuple[int, int]

MOST_SPANS = 20
LONGEST_EXCERPT = 240
MOST_BEFORE = 60
ELSEWHERE = "…"

MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640"
    "\u064b-\u065f\u0670\u200b-\u200f\u2060\ufeff]"
)
LETTERS = str.maketrans("łøđħŧıðŋ\u064a\u0649\u0643\u0629", "lodhtidn\u06cc\u06cc\u06a9\u0647") | {
    ord("æ"): "ae",
    ord("œ"): "oe",
    ord("þ"): "th",
}
DENSE = (
    r"\u05d0-\u05f2\u0620-\u0669\u066e-\u06d3\u06d5-\u06ff\u0750-\u077f\u08a0-\u08ff"
    r"\u0e01-\u0e4e\u0e50-\u0e59\u0e80-\u0eff\u0f18-\u1049\u1050-\u109f\u1780-\u17d3\u17e0-\u17ff"
    r"\u3005-\u3007\u3040-\u30fa\u30fc-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\ufb1d-\ufdfb"
    r"\ufe70-\ufefc\uff66-\uff9f\U00020000-\U0003ffff"
)
SEPARATORS = (
    r"\s!-/:-@\[-`{-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u0590-\u06ff"
    r"\u0964\u0965\u0e00-\u109f\u1780-\u17ff\u2000-\u200a\u2010-\u2bff\u2e00-\u3004\u3008-\u3020"
    r"\u3030\u303d-\u303f\u30fb\ufd3e\ufd3f\ufe10-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40"
    r"\uff5b-\uff65\U0001f000-\U0001ffff"
)
JOINERS = r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f"
SIGNS = r"\+\+|#|\uff0b\uff0b|\uff03"
TOKENS = re.compile(
    rf"(?P<dense>[{DENSE}][{DENSE}{JOINERS}]*)"
    rf"|(?P<word>[^{SEPARATORS}{DENSE}{JOINERS}][^{SEPARATORS}{DENSE}]*(?:{SIGNS})?)"
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What was looked for, folded: whole words, the start of a word, and parts of dense runs."""

    words: frozenset[str] = frozenset()
    prefix: str | None = None
    parts: tuple[str, ...] = ()


def fold(text: str) -> str:
    """One case, no accents, one way to write each letter."""
    if text.isascii():
        return text.lower()
    plain = MARKS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", plain).casefold().translate(LETTERS)


def matches(text: str, terms: Terms) -> list[Span]:
    """The parts of a text that match, in order and apart."""
    return list(matching(text, terms))


def matching(text: str, terms: Terms) -> Iterator[Span]:
    """The same, one by one."""
    return chain.from_iterable(matches_in(token, terms) for token in TOKENS.finditer(text))


def matches_in(token: re.Match[str], terms: Terms) -> Iterable[Span]:
    folded = fold(token[0])
    if token["dense"]:
        return inner(token, folded, terms.parts)
    if terms.prefix and folded.startswith(terms.prefix):
        return [part_of(token, folded, 0, len(terms.prefix))]
    return [token.span()] if folded in terms.words else []


def inner(token: re.Match[str], folded: str, parts: tuple[str, ...]) -> Iterator[Span]:
    if not parts:
        return
    for found in re.finditer("|".join(map(re.escape, parts)), folded):
        yield part_of(token, folded, *found.span())


def part_of(token: re.Match[str], folded: str, start: int, end: int) -> Span:
    """The part of the token; all of it where folding moved its letters."""
    if len(folded) != len(token[0]):
        return token.span()
    return token.start() + start, token.start() + end


def fragments(text: str, spans: Iterable[Span]) -> list[Fragment]:
    """The whole text, cut at the first twenty spans; nothing is added and nothing left out."""
    cut, place = [], 0
    for start, end in islice(spans, MOST_SPANS):
        start, end = max(start, place), max(end, place)
        cut += [Fragment(text[place:start], False), Fragment(text[start:end], True)]
        place = end
    cut.append(Fragment(text[place:], False))
    return [fragment for fragment in cut if fragment.text]


def excerpt(text: str, terms: Terms) -> list[Fragment]:
    """Up to 240 characters around the first match, with dots where the text goes on."""
    spans = matching(text, terms)
    first = next(spans, (0, 0))
    start = start_before(text, first[0])
    end = start + LONGEST_EXCERPT
    inside = takewhile(lambda span: span[1] <= end, chain([first], spans))
    shown = fragments(text[start:end], ((left - start, right - start) for left, right in inside))
    before = [Fragment(ELSEWHERE, False)] if start else []
    after = [Fragment(ELSEWHERE, False)] if end < len(text) else []
    return before + shown + after


def start_before(text: str, place: int) -> int:
    """Where a word begins, a few words before a place."""
    if place <= MOST_BEFORE:
        return 0
    return text.find(" ", place - MOST_BEFORE, place) + 1 or place - MOST_BEFORE

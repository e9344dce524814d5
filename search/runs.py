"""The words of a question, as the database folds and widens them, and the tsqueries they make."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.sql import fetch
from search.highlights import Terms
from search.question import Question

MOST_WORDS = 10
MOST_SIMILAR = 30

# One typo from five letters on, two from nine on; two letters that changed places are one typo.
WORDS = f"""
    SELECT word, dense, ARRAY (
        SELECT near FROM resource_words_like($2, word) AS near
        WHERE length(word) BETWEEN 5 AND 40 AND near <> word AND (
            levenshtein_less_equal(near, word, typos) <= typos
            OR is_last AND EXISTS (
                SELECT FROM generate_series(length(word) - typos, length(word) + typos) AS size
                WHERE levenshtein_less_equal(left(near, size), word, typos) <= typos
            )
            OR near = ANY (ARRAY (
                SELECT overlay(
                    word PLACING substr(word, i + 1, 1) || substr(word, i, 1) FROM i FOR 2
                ) FROM generate_series(1, length(word) - 1) AS i
            ))
        )
        ORDER BY levenshtein(near, word), near LIMIT {MOST_SIMILAR}
    ) AS similar
    FROM (
        SELECT word, dense, place, place = count(*) OVER () AS is_last,
            CASE WHEN length(word) < 9 THEN 1 ELSE 2 END AS typos
        FROM search_runs($1) LIMIT {MOST_WORDS}
    ) AS run ORDER BY place
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A word with those that are spelt alike, or a run of letters without spaces."""

    word: str | None
    dense: str | None
    similar: Sequence[str]


async def runs_of(question: Question) -> list[Run]:
    if not question.text.strip():
        return []
    return [Run(**row) for row in await fetch(WORDS, question.text, list(question.organizations))]


def exact(runs: Sequence[Run]) -> str:
    """A tsquery for the words as they are. Runs hold neither quotes nor backslashes."""
    return " & ".join(lexeme(run) for run in runs)


def typed(runs: Sequence[Run]) -> str:
    """The last word may be the beginning of one."""
    return " & ".join([*(lexeme(run) for run in runs[:-1]), beginning(runs[-1])])


def widened(runs: Sequence[Run]) -> str:
    """Any word may be one that is spelt alike."""
    own = [*(lexeme(run) for run in runs[:-1]), beginning(runs[-1])]
    return " & ".join(
        f"({' | '.join([first, *map(quoted, run.similar)])})"
        for first, run in zip(own, runs, strict=True)
    )


def lexeme(run: Run) -> str:
    if run.dense is None:
        return quoted(run.word or "")
    if len(run.dense) == 1:
        return f"{quoted(run.dense)}:*"
    pairs = (run.dense[place : place + 2] for place in range(len(run.dense) - 1))
    return f"({' <-> '.join(map(quoted, pairs))})"


def beginning(run: Run) -> str:
    return f"{quoted(run.word)}:*" if run.word else lexeme(run)


def quoted(lexeme: str) -> str:
    return f"'{lexeme}'"


def terms_of(runs: Sequence[Run]) -> Terms:
    known = {word for run in runs for word in (run.word, *run.similar) if word}
    return Terms(
        words=frozenset(known),
        prefix=runs[-1].word if runs else None,
        parts=tuple(run.dense for run in runs if run.dense),
    )

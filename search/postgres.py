"""Searching with PostgreSQL alone: full text, and trigrams for what is misspelt.

Migration 0004 keeps `resource_search` and `resource_word` in step with `resource`. The words of a
question are folded there too, widened by the words of the libraries that are spelt alike, and asked
for all together. Exact words come first, then beginnings, then misspelt ones; within each, by
`ts_rank`: titles before topics before authors before summaries.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from models.sql import fetch
from search.highlights import Terms, fragments, matches
from search.hits import rows_of
from search.question import MOST_COUNTS, Count, Facets, Found, Hit, Place, Question
from search.runs import Run, exact, runs_of, terms_of, typed, widened

SCORE = """
    CASE WHEN document @@ $10::tsquery THEN 2 + ts_rank(document, $10, 1)
        WHEN document @@ $11::tsquery THEN 1 + ts_rank(document, $11, 1)
        ELSE ts_rank(document, $12, 1) END
"""

SEARCH = """
    WITH matched AS MATERIALIZED (
        SELECT resource_id, kind, language, topic, ({score})::float8 AS score,
            cardinality($2::text[]) = 0 OR kind = ANY ($2) AS kind_fits,
            cardinality($3::text[]) = 0 OR language = ANY ($3) AS language_fits,
            cardinality($4::text[]) = 0 OR topic = ANY ($4) AS topic_fits
        FROM searchable_resource WHERE organization_id = ANY ($1::uuid[]) AND {condition}
    ), fitting AS (
        SELECT resource_id, score FROM matched WHERE kind_fits AND language_fits AND topic_fits
    )
    (SELECT 'hit' AS part, resource_id::text AS value, score, 0 AS count FROM fitting
        WHERE $5::float8 IS NULL OR (score, resource_id) < ($5, $6::uuid)
        ORDER BY score DESC, resource_id DESC OFFSET $7 LIMIT $8)
    UNION ALL
    SELECT 'total', '', 0, count(*) FROM fitting
    UNION ALL
    (SELECT 'kind', kind, 0, count(*) FROM matched WHERE language_fits AND topic_fits
        GROUP BY kind ORDER BY 4 DESC, 2 LIMIT $9)
    UNION ALL
    (SELECT 'language', language, 0, count(*) FROM matched WHERE kind_fits AND topic_fits
        GROUP BY language ORDER BY 4 DESC, 2 LIMIT $9)
    UNION ALL
    (SELECT 'topic', topic, 0, count(*) FROM matched
        WHERE kind_fits AND language_fits AND topic <> ''
        GROUP BY topic ORDER BY 4 DESC, 2 LIMIT $9)
"""

NEWEST = SEARCH.format(score="0", condition="true")
RANKED = SEARCH.format(score=SCORE, condition="document @@ $12::tsquery")

Rows = dict[str, list[Mapping[str, Any]]]


async def answer(question: Question) -> Found:
    """What PostgreSQL finds: always there, always up to date."""
    runs = await runs_of(question)
    parts: Rows = defaultdict(list)
    for row in await ask(question, runs):
        parts[row["part"]].append(row)
    return Found(
        hits=await hits_of(question, parts["hit"][: question.reach], terms_of(runs)),
        total=parts["total"][0]["count"],
        facets=Facets(*(counts(parts[name]) for name in ("kind", "language", "topic"))),
        has_next=question.goes_on(len(parts["hit"])),
    )


async def ask(question: Question, runs: Sequence[Run]) -> Sequence[Mapping[str, Any]]:
    after = question.after
    is_keyset = after is not None and after.score is not None
    values = (
        list(question.organizations),
        [kind.value for kind in question.kinds],
        list(question.languages),
        list(question.topics),
        after.score if after else None,
        after.id if after else None,
        0 if is_keyset else question.start,
        question.limit + 1,
        MOST_COUNTS,
    )
    if not runs:
        return await fetch(NEWEST, *values)
    return await fetch(RANKED, *values, exact(runs), typed(runs), widened(runs))


async def hits_of(question: Question, rows: Sequence[Mapping[str, Any]], terms: Terms) -> list[Hit]:
    ids = [UUID(row["value"]) for row in rows]
    found = await rows_of(question, ids)
    return [
        Hit(
            resource=found[id],
            title=fragments(found[id].title, matches(found[id].title, terms)),
            summary=fragments(found[id].summary, matches(found[id].summary, terms)),
            place=Place(question.start + number, id, row["score"]),
        )
        for number, (id, row) in enumerate(zip(ids, rows, strict=True), start=1)
        if id in found
    ]


def counts(rows: Sequence[Mapping[str, Any]]) -> list[Count]:
    return [Count(row["value"], row["count"]) for row in rows]

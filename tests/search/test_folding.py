"""The database folds and cuts texts; highlights do it once more here, and must agree."""

import json
from pathlib import Path

import pytest

from models.sql import fetch
from search.highlights import TOKENS, fold

DATA = Path(__file__).parents[3] / "shared" / "data" / "resources.jsonl"

TEXTS = {
    "Learn C++, C# and .NET": ["learn", "c++", "c#", "and", "net"],
    "snake_case and kebab-case": ["snake", "case", "and", "kebab", "case"],
    "Ångström Łódź Øre Straße œuvre": ["angstrom", "lodz", "ore", "strasse", "oeuvre"],
    "ΟΔΗΓΟΣ οδηγός": ["οδηγοσ", "οδηγοσ"],
    "Ёлка и йод": ["елка", "и", "иод"],
    "Ｐｙｔｈｏｎ３": ["python3"],  # noqa: RUF001
    "机器学习 入门": ["机器学习", "入门"],
    "はじめてのPython入門": ["はじめての", "python", "入門"],
    "أردوينو، الأردوينو": ["اردوینو", "الاردوینو"],
    "עִבְרִית": ["עברית"],
    "हिन्दी।": ["हिन्दी"],
    "การเขียนโปรแกรม": ["การเขียนโปรแกรม"],
    "👍🏽 emoji → arrows": ["emoji", "arrows"],
    "don't": ["don", "t"],
    "": [],
}


async def runs_of(text: str) -> list[str]:
    rows = await fetch("SELECT coalesce(word, dense) AS run FROM search_runs($1)", text)
    return [row["run"] for row in rows]


def tokens_of(text: str) -> list[str]:
    return [fold(token[0]) for token in TOKENS.finditer(text)]


@pytest.mark.parametrize("text", TEXTS)
async def test_texts_are_cut_into_folded_words(server, text):
    assert await runs_of(text) == TEXTS[text]
    assert tokens_of(text) == TEXTS[text]


@pytest.mark.skipif(not DATA.exists(), reason=f"no real titles: {DATA} is not there")
async def test_real_titles_are_cut_alike(server):
    titles = [json.loads(line)["title"] for line in DATA.read_text().splitlines()]

    rows = await fetch(
        "SELECT title, ARRAY (SELECT coalesce(word, dense) FROM search_runs(title)) AS runs"
        " FROM unnest($1::text[]) AS title",
        titles,
    )

    assert [row["title"] for row in rows if tokens_of(row["title"]) != row["runs"]] == []

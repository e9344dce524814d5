"""Resources from a file: each line mapped to our words, checked as if it were published."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5
from itertools import islice
from pathlib import Path
from typing import Any

import pycountry
from tqdm import tqdm

from actions.resources import Draft, checked, count_anew, import_resources
from adapters.files import Refused, Row, Unreadable, rows_of
from errors import Invalid
from models import Organization, ResourceKind

BATCH = 1_000
NEEDED = ("title", "url", "kind", "language")

DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e"


@dataclass
class Tally:
    added: int = 0
    revised: int = 0
    unchanged: int = 0
    refused: int = 0
    lines_of_urls: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return (
            f"{self.added:,} added, {self.revised:,} revised, {self.unchanged:,} unchanged,"
            f" {self.refused:,} refused"
        )


async def bring_in_resources(organization: Organization, path: Path, tally: Tally) -> None:
    """Counted in `tally` as it goes, so that what came in is known whatever happens."""
    with path.open("rb") as file, progress(path) as bar:
        drafts = drafts_of(rows_of(file, path.name, NEEDED, bar.update), tally)
        while batch := list(islice(drafts, BATCH)):
            imported = await import_resources(organization, batch)
            tally.added += imported.added
            tally.revised += imported.revised
            tally.unchanged += imported.unchanged
    await count_anew()
    if tally.added + tally.revised + tally.unchanged == 0:
        raise Unreadable("it holds no line that could be read")


def progress(path: Path) -> "tqdm[Any]":
    """A bar on a terminal; nothing anywhere else."""
    size = path.stat().st_size
    return tqdm(total=size, unit="B", unit_scale=True, desc=path.name, disable=None)


def drafts_of(rows: Iterator[Row | Refused], tally: Tally) -> Iterator[Draft]:
    for row in rows:
        found = row if isinstance(row, Refused) else draft_of(row, tally)
        if isinstance(found, Draft):
            yield found
            continue
        tally.refused += 1
        tqdm.write(f"line {found.number}: {found.reason}", file=sys.stderr)


def draft_of(row: Row, tally: Tally) -> Draft | Refused:
    try:
        draft = checked(mapped(row.values))
    except Invalid as error:
        return Refused(row.number, f"{error.field}: {error.reason}")
    first = tally.lines_of_urls.setdefault(draft.url, row.number)
    if first != row.number:
        return Refused(row.number, f"url: line {first} has the same address")
    return draft


def mapped(values: dict[str, Any]) -> Draft:
    """A row in our words; columns that we do not know are left out."""
    return Draft(
        kind=kind_of(given(values, "kind")),
        title=plain(given(values, "title")),
        url=given(values, "url"),
        language=language_of(given(values, "language")),
        summary=plain(given(values, "summary")),
        author=plain(given(values, "author")),
        topic=plain(given(values, "topic")),
        subtopic=plain(given(values, "subtopic")),
    )


def given(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    if value is not None and not isinstance(value, str):
        raise Invalid(name, "Write a text")
    return value or ""


def kind_of(name: str) -> ResourceKind:
    """Also `e-book` or `Ebook`."""
    try:
        return ResourceKind(re.sub(r"[\s_-]", "", name).upper())
    except ValueError:
        known = ", ".join(kind.value for kind in ResourceKind)
        raise Invalid("kind", f"{name[:30]!r} is none of {known}") from None


def language_of(code: str) -> str:
    """The two letters of a regional code (`zh-hans`, `pt_BR`) or of one with three (`deu`)."""
    base = re.split("[-_]", code.strip().lower())[0]
    known = pycountry.languages.get(alpha_3=base) if len(base) == 3 else None
    return str(getattr(known, "alpha_2", base))


def plain(text: str) -> str:
    """Without what Markdown and HTML leave behind: `C\\#`, `C&#35;`, marks of direction around."""
    text = re.sub(r"&(#?\w{1,32};)", character, text)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    return text.strip().strip(DIRECTIONS).strip()


def character(entity: re.Match[str]) -> str:
    """What an entity stands for; itself if it is none, of which `unescape` would take a part."""
    is_known = entity[1].startswith("#") or entity[1] in html5
    return unescape(entity[0]) if is_known else entity[0]

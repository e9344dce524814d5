"""Rows out of a file from anywhere: JSON lines or CSV, UTF-8, some of its lines wrong."""

import csv
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

import orjson

LONGEST_LINE = 1_048_576
JSON_LINES = {".jsonl", ".ndjson", ".json"}
CSV = {".csv", ".tsv"}


class Unreadable(Exception):
    """Nothing of the file can be read; says what it should be."""


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str


def rows_of(
    file: BufferedReader, name: str, needed: Collection[str], advance: Callable[[int], Any]
) -> Iterator[Row | Refused]:
    """Each row with the number of its line, or why there is none; `advance` hears bytes read.

    What the name does not tell is told by the first line. Memory holds one line of at most 1 MiB.
    Unreadable if it is CSV without the columns that are needed.
    """
    lines = lines_of(file, advance)
    suffix = Path(name).suffix.lower()
    if suffix in JSON_LINES or (suffix not in CSV and starts_like_json(file)):
        return json_rows(lines)
    return csv_rows(lines, needed)


def starts_like_json(file: BufferedReader) -> bool:
    start = file.peek(1_024).removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"{", b"["))


def lines_of(file: BufferedReader, advance: Callable[[int], Any]) -> Iterator[Line | Refused]:
    number, encoding = 0, "utf-8-sig"
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        advance(len(line))
        if len(line) > LONGEST_LINE:
            skip_line(file, line, advance)
            yield Refused(number, "the line is longer than 1 MiB")
            continue
        try:
            yield Line(number, line.decode(encoding))
        except UnicodeDecodeError:
            yield Refused(number, "this is not UTF-8; save the file as UTF-8")
        encoding = "utf-8"


def skip_line(file: BufferedReader, line: bytes, advance: Callable[[int], Any]) -> None:
    while line and not line.endswith(b"\n"):
        line = file.readline(LONGEST_LINE)
        advance(len(line))


def json_rows(lines: Iterator[Line | Refused]) -> Iterator[Row | Refused]:
    for line in lines:
        if isinstance(line, Refused):
            yield line
        elif line.text.strip():
            yield json_row(line)


def json_row(line: Line) -> Row | Refused:
    try:
        values = orjson.loads(line.text)
    except orjson.JSONDecodeError as error:
        return Refused(line.number, f"not JSON: {error.msg}")
    if not isinstance(values, dict):
        return Refused(line.number, 'not a JSON object; write {"title": …} on one line')
    return Row(line.number, values)


def csv_rows(lines: Iterator[Line | Refused], needed: Collection[str]) -> Iterator[Row | Refused]:
    """Rows named by the first line. A row is numbered by the line it begins on."""
    delimiter, names = header_of(next(lines, None), needed)
    refused: list[Refused] = []
    reader = csv.reader(texts(lines, refused), delimiter=delimiter, strict=True)
    while True:
        row = next_row(reader, names)
        yield from refused
        refused.clear()
        if row is None:
            return
        yield row


def header_of(line: Line | Refused | None, needed: Collection[str]) -> tuple[str, list[str]]:
    """What parts the cells, and the names in the first line."""
    if not isinstance(line, Line):
        raise Unreadable(line.reason if line else "it is empty")
    delimiter = max(",;\t", key=line.text.count)
    try:
        cells = next(csv.reader([line.text], delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(f"its first line is not CSV: {error}") from None
    names = [name.strip().lower() for name in cells]
    if missing := [name for name in needed if name not in names]:
        raise Unreadable(f"its first line does not name these columns: {', '.join(missing)}")
    return delimiter, names


def texts(lines: Iterator[Line | Refused], refused: list[Refused]) -> Iterator[str]:
    """The text of each line, an empty one where it was refused, so that numbers stay true."""
    for line in lines:
        if isinstance(line, Refused):
            refused.append(line)
        yield "\n" if isinstance(line, Refused) else line.text


def next_row(reader: Any, names: list[str]) -> Row | Refused | None:
    """The next row that is not blank; None at the end."""
    while True:
        number = reader.line_num + 2
        try:
            cells = next(reader)
        except StopIteration:
            return None
        except csv.Error as error:
            return Refused(number, f"not CSV: {error}")
        if len(cells) == len(names):
            return Row(number, dict(zip(names, cells, strict=True)))
        if any(cells):
            return Refused(number, f"{len(cells)} cells, but the first line names {len(names)}")

"""Rows out of files: whatever can be read is read, and each other line says why not."""

from io import BufferedReader, BytesIO
from typing import Any

import pytest

from adapters.files import LONGEST_LINE, Refused, Row, Unreadable, rows_of

LONG = b'{"title": "' + b"x" * LONGEST_LINE + b'"}\n'


def read(data: bytes, name: str = "file", *needed: str) -> list[Row | Refused]:
    return list(rows_of(BufferedReader(BytesIO(data)), name, needed, lambda _: None))


def rows(*values: dict[str, Any]) -> list[Row]:
    return [Row(number, row) for number, row in enumerate(values, start=1)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.NDJSON", "a.json", "a.txt", "a"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_json_lines_are_read(name, start):
    assert read(start + b'{"title": "\xc3\x9c"}\n{"title": "B"}', name) == rows(
        {"title": "Ü"}, {"title": "B"}
    )


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt", "a"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_read_whatever_parts_its_cells(name, mark):
    data = f'\ufeff Title {mark}URL\r\n"A {mark} ""B"""{mark}x\r\n'.encode()

    assert read(data, name) == [Row(2, {"title": f'A {mark} "B"', "url": "x"})]


def test_a_row_is_numbered_by_the_line_it_begins_on():
    data = b'title,url\n"two\nlines",a\n\nlast,b\n'

    assert read(data, "a.csv") == [
        Row(2, {"title": "two\nlines", "url": "a"}),
        Row(5, {"title": "last", "url": "b"}),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"nonsense", "not JSON"),
        (b'{"title": ', "not JSON: unexpected end of data"),
        (b'{"title": "\\ud800"}', "not JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"title": "\xff"}', "not UTF-8"),
    ],
)
def test_a_line_that_is_no_row_is_refused_and_the_rest_is_read(line, reason):
    found = read(b'{"a": 1}\n' + line + b'\n\n{"a": 2}\n', "a.jsonl")

    assert [found[0], found[2]] == [Row(1, {"a": 1}), Row(4, {"a": 2})]
    assert isinstance(found[1], Refused)
    assert (found[1].number, reason in found[1].reason) == (2, True)


def test_a_line_of_a_csv_that_is_no_row_is_refused_and_the_rest_is_read():
    data = b'title,url\na\n"b"x,y\n\xff,z\nc,d,e\nf,g\n'

    assert read(data, "a.csv") == [
        Refused(2, "1 cells, but the first line names 2"),
        Refused(3, "not CSV: ',' expected after '\"'"),
        Refused(4, "this is not UTF-8; save the file as UTF-8"),
        Refused(5, "3 cells, but the first line names 2"),
        Row(6, {"title": "f", "url": "g"}),
    ]


@pytest.mark.parametrize(("name", "first"), [("a.jsonl", b""), ("a.csv", b"title\n")])
def test_a_line_of_more_than_a_mebibyte_is_passed_over(name, first):
    last = b'{"title": "B"}\n' if name == "a.jsonl" else b"B\n"
    number = 1 + first.count(b"\n")

    assert read(first + LONG + last, name) == [
        Refused(number, "the line is longer than 1 MiB"),
        Row(number + 1, {"title": "B"}),
    ]


def test_a_line_of_exactly_a_mebibyte_is_read():
    line = b'{"a":"' + b"x" * (LONGEST_LINE - 9) + b'"}\n'

    found = read(line, "a.jsonl")

    assert len(line) == LONGEST_LINE
    assert isinstance(found[0], Row)


def test_a_long_line_without_an_end_ends_with_the_file():
    assert read(LONG[:-1], "a.jsonl") == [Refused(1, "the line is longer than 1 MiB")]


def test_a_quote_that_is_never_closed_takes_only_so_much_with_it():
    data = b'title,url\n"open,x\n' + b"a,b\n" * 100_000 + b"last,row\n"

    found = read(data, "a.csv")

    assert isinstance(found[0], Refused)
    assert (found[0].number, "field larger than field limit" in found[0].reason) == (2, True)
    assert found[-1] == Row(100_003, {"title": "last", "url": "row"})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b"\xff\xfet\x00i\x00\n\x00", "not UTF-8"),
        (b"name,link\nA,B\n", "does not name these columns: title, url"),
        (b"title\nA\n", "does not name these columns: url"),
        (LONG, "longer than 1 MiB"),
    ],
)
def test_a_csv_without_the_columns_that_are_needed_is_unreadable(data, reason):
    with pytest.raises(Unreadable, match=reason):
        read(data, "a.csv", "title", "url")


def test_an_empty_file_of_json_lines_has_no_rows():
    assert read(b"\n \n", "a.jsonl") == []


@pytest.mark.parametrize(
    "data", [b"title,url\r" + b"a,b\r" * 3, b'"' + b"x" * 200_000 + b'",url\n']
)
def test_a_first_line_that_is_no_csv_is_said(data):
    with pytest.raises(Unreadable, match=r"not CSV|does not name"):
        read(data, "a.csv", "title")

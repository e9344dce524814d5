"""Tables that are read on a terminal and in a page."""

import textwrap
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """The first column names, the others count.

    `verdict` says where ours stands, `note` how to read it.
    """

    title: str
    columns: list[str]
    rows: list[list[str]]
    note: str
    verdict: str = ""

    def text(self) -> str:
        lines = [self.columns, *self.rows]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.columns))]
        shown = [
            "  ".join(
                cell.rjust(width) if place else cell.ljust(width)
                for place, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            for line in lines
        ]
        note = textwrap.fill(self.note, 100)
        return "\n".join([self.title, *shown, self.verdict, note, ""])

    def markdown(self) -> str:
        rule = ["---", *("---:" for _ in self.columns[1:])]
        shown = [f"| {' | '.join(line)} |" for line in (self.columns, rule, *self.rows)]
        return "\n".join([f"## {self.title}", "", *shown, "", self.verdict, "", self.note])

"""Tables that are read on a terminal and in a page."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Protocol

CLIENT_LIMIT = 0.85


class Measured(Protocol):
    """Cores that the client, and all that is none of ours, kept busy."""

    @property
    def client_share(self) -> float: ...

    @property
    def others(self) -> float: ...


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
        return "\n".join([f"### {self.title}", "", *shown, "", self.verdict, "", self.note])


def ratio(one: float, other: float) -> str:
    return f"{one / other:.2f}" if other else "?"


def number(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}"


def noise(rounds: Sequence[Measured]) -> str:
    """What else the machine did, and whether the client was what was measured."""
    busiest = max((made.client_share for made in rounds), default=0)
    others = median([made.others for made in rounds] or [0])
    said = f"Other work kept {others:.2f} cores busy meanwhile."
    if busiest > CLIENT_LIMIT:
        said += f" The client took up to {busiest:.0%} of a core and may be what was measured."
    return said

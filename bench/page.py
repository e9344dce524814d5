"""docs/benchmarks.md: each bench writes its own part of the page, and leaves the others' alone."""

import re
from collections.abc import Sequence

from bench import machine
from bench.servers import ROOT
from bench.tables import Table

PAGE = ROOT / "docs" / "benchmarks.md"
PARTS = ("edge", "chat")
PART = re.compile(r"<!-- begin (\w+) -->\n\n(.*?)\n\n<!-- end \1 -->", re.DOTALL)

HEAD = """# Benchmarks

Written by `scripts/bench edge` and `scripts/bench chat`; run them to have your own figures. Trust
the ratios, not the numbers: everything here shares one small machine.

Ours is the product as it runs in production: sessions, rights, limits and masking are in every
figure. The peers take the viewer from a header, at its word; each is written as its documentation
teaches, with its caches on. Above 1, ours is ahead; below, behind."""


def write(part: str, head: str, tables: Sequence[Table], postgres: str, more: str = "") -> None:
    """This part anew, with what it was measured on."""
    lines = "\n".join(f"- {line}" for line in machine.described(postgres))
    pieces = [head, lines, *(table.markdown() for table in tables), more]
    made = "\n\n".join(piece.strip() for piece in pieces if piece)
    parts = dict(PART.findall(PAGE.read_text("utf-8"))) | {part: made}
    marked = [
        f"<!-- begin {name} -->\n\n{parts[name]}\n\n<!-- end {name} -->"
        for name in PARTS
        if name in parts
    ]
    PAGE.write_text("\n\n".join([HEAD, *marked]) + "\n", encoding="utf-8")
    print(f"Written: {PAGE.relative_to(ROOT)}")

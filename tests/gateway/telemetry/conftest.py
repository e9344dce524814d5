"""Somewhere to read what would be logged."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from gateway.telemetry.logs import Json, LinesHandler
from gateway.telemetry.operation_log import operation_log


class Said:
    """Lines as production writes them, in place of those that would wait to be written."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.put = self.lines.append

    @property
    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]

    @property
    def operations(self) -> list[dict[str, Any]]:
        return [line for line in self.all if line["logger"] == "mentorgraph.operations"]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[Said]:
    """What this process logs in production, with a line for each operation."""
    said = Said()
    handler = LinesHandler(said, Json(shows_text=False))  # type: ignore[arg-type]
    monkeypatch.setattr(operation_log, "is_all", True)
    ours = logging.getLogger("mentorgraph")
    level = ours.level
    ours.addHandler(handler)
    ours.setLevel(logging.DEBUG)
    yield said
    ours.setLevel(level)
    ours.removeHandler(handler)

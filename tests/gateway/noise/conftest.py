"""Every way in is open."""

from collections.abc import Iterator

import pytest

from settings import get_settings


@pytest.fixture(autouse=True)
def _all_ways(monkeypatch: pytest.MonkeyPatch, settings: object) -> Iterator[None]:
    monkeypatch.setenv("AUTOMATIC_PERSISTED_QUERIES", "true")
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.embedded_postgres import EmbeddedPostgres
from tests.operations.postgres import remove


@pytest.fixture
def folder() -> Iterator[Path]:
    """Below a folder that everybody may pass, so that root's PostgreSQL can live there too."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))
    yield folder
    remove(folder)


@pytest.fixture
def embedded(folder: Path) -> Iterator[EmbeddedPostgres]:
    embedded = EmbeddedPostgres(folder, durable=False)
    yield embedded
    embedded.stop()

"""Keys that are not in the database: those of SECRET_KEY, or one beside the data."""

import hashlib
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from secrets import token_bytes
from tempfile import NamedTemporaryFile

from settings import get_settings

MARK_BYTES = 4


def keys() -> dict[bytes, bytes]:
    """By their marks; the first one is for what is new, and all of them for what is there."""
    settings = get_settings()
    named = settings.secret_keys or (key_of_development(settings.data_folder),)
    return {hashlib.sha256(key).digest()[:MARK_BYTES]: key for key in named}


@cache
def key_of_development(folder: Path) -> bytes:
    """Made once and kept beside the data, for where nobody set a key."""
    path = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError), NamedTemporaryFile(dir=folder) as fresh:
        fresh.write(token_bytes(32))
        fresh.flush()
        # Of processes that start together one makes it: a link is made whole, and once.
        os.link(fresh.name, path)
    return path.read_bytes()

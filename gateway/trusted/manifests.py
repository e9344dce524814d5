"""Documents that are known before anybody sends them, read from files.

- `{id: text}`, as graphql-codegen's client preset and Relay's compiler write them;
- `{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id", "body", …}]}`;
- `*.graphql`: one document each, whose id is its SHA-256.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

LONGEST_ID = 200
APOLLO = "apollo-persisted-query-manifest"


class BadManifest(Exception):
    """The text names the file, and what is wrong with it."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    text: str
    path: Path


def entries_of(folder: Path) -> Iterator[Entry]:
    """Every document of the folder and the folders in it; BadManifest at the first that is none."""
    if not folder.is_dir():
        raise BadManifest(folder, "this is no folder")
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".graphql", ".gql"):
            text = text_of(path)
            yield Entry(id_of(text), text, path)
        elif path.suffix == ".json":
            yield from entries_in(path)


def text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadManifest(path, str(error)) from None


def id_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def entries_in(path: Path) -> Iterator[Entry]:
    try:
        manifest = orjson.loads(text_of(path))
    except orjson.JSONDecodeError as error:
        raise BadManifest(path, f"not JSON: {error}") from None
    for id, text in pairs_of(path, manifest):
        if not isinstance(id, str) or not 0 < len(id) <= LONGEST_ID:
            raise BadManifest(path, f"an id has 1 to {LONGEST_ID} characters, not {id!r}")
        if not isinstance(text, str):
            raise BadManifest(path, f"document {id}: its text is a string")
        yield Entry(id, text, path)


def pairs_of(path: Path, manifest: Any) -> Iterator[tuple[Any, Any]]:
    if not isinstance(manifest, dict):
        raise BadManifest(path, "a manifest is an object of texts by their ids")
    if manifest.get("format") != APOLLO:
        yield from manifest.items()
        return
    operations = manifest.get("operations")
    if manifest.get("version") != 1 or not isinstance(operations, list):
        raise BadManifest(path, "of Apollo's manifests, version 1 is read")
    for operation in operations:
        if not isinstance(operation, dict):
            raise BadManifest(path, "each of `operations` is an object with `id` and `body`")
        yield operation.get("id"), operation.get("body")

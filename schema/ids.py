"""Ids as clients see them: TypeIDs, a type's name and a UUIDv7 (`user_01h455vb4pex5vsknk084sn02q`).

The format is https://github.com/jetify-com/typeid/tree/main/spec. The database holds plain UUIDs.
"""

from collections.abc import Callable
from typing import cast
from uuid import UUID

import strawberry
from typeid import TypeID, base32
from typeid.errors import TypeIDException

from errors import Invalid


def encode(kind: str, id: UUID) -> strawberry.ID:
    return strawberry.ID(f"{kind}_{base32.encode(id.bytes)}")


def encoder(kind: str) -> Callable[[UUID], strawberry.ID]:
    """`encode` for one kind."""
    prefix, written = f"{kind}_", base32.encode
    return cast(Callable[[UUID], strawberry.ID], lambda id: prefix + written(id.bytes))


def decode(kind: str, field: str, id: str) -> UUID:
    """The UUID of an id of this kind; Invalid names the field for any other text."""
    found = split(id)
    if found is None or found[0] != kind:
        raise Invalid(field, f"Expected the id of a {kind.replace('_', ' ')}: {kind}_01h45…")
    return found[1]


def split(id: str) -> tuple[str, UUID] | None:
    """An id's kind and UUID, or None if it is no id."""
    if len(id) > 90:
        return None
    try:
        parsed = TypeID.from_string(id)
        return parsed.prefix, UUID(bytes=parsed.uuid_bytes)
    except (TypeIDException, ValueError):
        return None

"""Who may call a root field at all. Finer questions are asked by policies."""

from inspect import isawaitable
from typing import Any

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.extensions.field_extension import SyncExtensionResolver
from strawberry.types import get_object_definition

from models.loaders import Loaders
from schema.scalars import Info


class Anyone(FieldExtension):
    """Everybody, signed in or not: said on purpose, so that silence is never taken for it.

    `once` is for what tries a secret: one operation may hold one such field.
    """

    def __init__(self, *, once: bool = False) -> None:
        self.once = once

    def admit(self, info: Info) -> None:
        if info._raw_info.parent_type.name == "Mutation":
            # Each mutation of a document reads anew what the one before it changed.
            info.context.loaders = Loaders()

    def resolve(self, next_: SyncExtensionResolver, source: Any, info: Info, **kwargs: Any) -> Any:
        self.admit(info)
        return next_(source, info, **kwargs)

    async def resolve_async(self, next_: Any, source: Any, info: Info, **kwargs: Any) -> Any:
        self.admit(info)
        result = next_(source, info, **kwargs)
        return await result if isawaitable(result) else result


class SignedIn(Anyone):
    """Only people who are signed in."""

    def admit(self, info: Info) -> None:
        info.context.signed_in()
        super().admit(info)


def guarded_once(schema: strawberry.Schema) -> frozenset[str]:
    """The names of the mutations of which one operation may hold one."""
    fields = get_object_definition(schema.mutation, strict=True).fields
    once = [f for f in fields if any(getattr(e, "once", False) for e in f.extensions)]
    return frozenset(schema.config.name_converter.from_field(field) for field in once)

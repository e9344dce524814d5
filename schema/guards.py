"""Who may call a root field at all. Finer questions are asked by policies."""

from collections.abc import Awaitable
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.extensions.field_extension import SyncExtensionResolver
from strawberry.types import get_object_definition

from models.loaders import Loaders
from schema.scalars import Info


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a mutation came to: its value, or the error that it ended with."""

    value: Any = None
    error: Exception | None = None

    def told(self) -> Any:
        if self.error:
            raise self.error
        return self.value


async def outcome_of(doing: Awaitable[Any]) -> Outcome:
    try:
        return Outcome(await doing)
    except Exception as error:
        return Outcome(error=error)


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
        if info._raw_info.parent_type.name == "Mutation":
            return await self.done_once(next_, source, info, **kwargs)
        return await self.admitted(next_, source, info, **kwargs)

    async def admitted(self, next_: Any, source: Any, info: Info, **kwargs: Any) -> Any:
        self.admit(info)
        result = next_(source, info, **kwargs)
        return await result if isawaitable(result) else result

    async def done_once(self, next_: Any, source: Any, info: Info, **kwargs: Any) -> Any:
        """Also where the answer is begun anew: what was done is not done again, only told again."""
        outcomes, key = info.context.outcomes, info.path.key
        if key not in outcomes:
            outcomes[key] = await outcome_of(self.admitted(next_, source, info, **kwargs))
        return outcomes[key].told()


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

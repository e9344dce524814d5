"""Who may call a root field at all. Finer questions are asked by policies."""

from inspect import isawaitable
from typing import Any

from strawberry.extensions import FieldExtension
from strawberry.extensions.field_extension import SyncExtensionResolver

from schema.scalars import Info


class SignedIn(FieldExtension):
    """Only people who are signed in."""

    def resolve(self, next_: SyncExtensionResolver, source: Any, info: Info, **kwargs: Any) -> Any:
        info.context.signed_in()
        return next_(source, info, **kwargs)

    async def resolve_async(self, next_: Any, source: Any, info: Info, **kwargs: Any) -> Any:
        info.context.signed_in()
        result = next_(source, info, **kwargs)
        return await result if isawaitable(result) else result


class Anyone(FieldExtension):
    """Everybody, signed in or not: said on purpose, so that silence is never taken for it."""

    def resolve(self, next_: SyncExtensionResolver, source: Any, info: Info, **kwargs: Any) -> Any:
        return next_(source, info, **kwargs)

    async def resolve_async(self, next_: Any, source: Any, info: Info, **kwargs: Any) -> Any:
        result = next_(source, info, **kwargs)
        return await result if isawaitable(result) else result

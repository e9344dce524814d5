"""Who may call a root field at all. Finer questions are asked by policies."""

from inspect import isawaitable
from typing import Any

from strawberry.extensions import FieldExtension
from strawberry.extensions.field_extension import SyncExtensionResolver

from models.loaders import Loaders
from schema.scalars import Info


class Anyone(FieldExtension):
    """Everybody, signed in or not: said on purpose, so that silence is never taken for it."""

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

"""Policies that say yes to everybody, to see what holds without them, and what notices."""

import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, get_args, get_origin, get_type_hints
from unittest.mock import patch

from tortoise.queryset import QuerySet

import policies
from models import Organization, User
from models.sources import template
from resolvers import nodes

Policy = Callable[..., Any]


def all_policies() -> dict[str, Policy]:
    """Every question of `policies/` by its name, such as `matches.visible_to`."""
    names = [found.name for found in pkgutil.iter_modules(policies.__path__)]
    modules = {name: import_module(f"policies.{name}") for name in names}
    return {
        f"{name}.{question}": policy
        for name, module in modules.items()
        for question, policy in inspect.getmembers(module, inspect.isfunction)
        if policy.__module__ == module.__name__ and permissive(policy)
    }


def permissive(policy: Policy) -> Policy | None:
    """The same question, answered with yes or with all rows; None if it asks for no right."""
    if policy.__name__ in EVERYTHING:
        return EVERYTHING[policy.__name__]
    kind = get_type_hints(policy).get("return")
    if get_origin(kind) is QuerySet and "viewer" in inspect.signature(policy).parameters:
        [model] = get_args(kind)
        return lambda *_, **__: model.all()
    if kind is bool:
        return always if inspect.iscoroutinefunction(policy) else lambda *_, **__: True
    return None


async def always(*_: Any, **__: Any) -> bool:
    return True


async def every_reader(*_: Any) -> frozenset[Any]:
    return frozenset([user.id for user in await User.all()])


async def every_library(viewer: User, only: Any = None) -> frozenset[Any]:
    known = Organization.all() if only is None else Organization.filter(id=only)
    return frozenset([organization.id for organization in await known])


EVERYTHING: dict[str, Callable[..., Any]] = {
    "with_side": lambda pairs, _: pairs.all(),
    "readers_of": every_reader,
    "libraries_of": every_library,
}


@contextmanager
def without(*names: str) -> Iterator[None]:
    """These policies say yes while the block runs, wherever they are asked."""
    known = all_policies()
    with instead({known[name]: permissive(known[name]) for name in names}):
        yield


@contextmanager
def instead(replaced: dict[Policy, Any]) -> Iterator[None]:
    """Each of these policies is another while the block runs, wherever it is asked."""
    with patch.multiple(nodes, KINDS=kinds_with(replaced)):
        undone = [*replaced_everywhere(replaced)]
        # SQL is kept of policies that were asked before, with those in it that they ask.
        template.cache_clear()
        try:
            yield
        finally:
            for module, name, policy in undone:
                setattr(module, name, policy)
            template.cache_clear()


def replaced_everywhere(replaced: dict[Any, Any]) -> Iterator[tuple[Any, str, Policy]]:
    for module in [m for m in sys.modules.values() if is_ours(m)]:
        for name, value in [*vars(module).items()]:
            if inspect.isfunction(value) and value in replaced:
                setattr(module, name, replaced[value])
                yield module, name, value


def is_ours(module: Any) -> bool:
    name = getattr(module, "__name__", "")
    return name.partition(".")[0] in (
        "actions",
        "jobs",
        "policies",
        "resolvers",
        "schema",
        "search",
    )


def kinds_with(replaced: dict[Any, Any]) -> dict[str, Any]:
    return {kind: (replaced.get(p, p), shown) for kind, (p, shown) in nodes.KINDS.items()}

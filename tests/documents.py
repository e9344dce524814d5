"""Mutations as clients write them."""

from collections.abc import Awaitable, Callable
from typing import Any

from models import User
from tests.edge import Answer

Ask = Callable[..., Awaitable[Answer]]


def mutation(name: str, fields: str = "__typename") -> str:
    """A document that asks for fields of the payload, or for what the problem is."""
    kind = name[0].upper() + name[1:]
    return f"""
        mutation ($input: {kind}Input!) {{
          {name}(input: $input) {{
            __typename
            ... on {kind}Payload {{ {fields} }}
            ... on Problem {{ reason }}
            ... on Invalid {{ field }}
          }}
        }}
    """


async def do(
    ask: Ask, viewer: User, name: str, fields: str = "__typename", /, **input: Any
) -> dict[str, Any]:
    """The result of a mutation: a payload's fields, or a problem's."""
    answer = await ask(viewer, mutation(name, fields), input=input)
    assert answer.errors == []
    result: dict[str, Any] = answer.data[name]
    return result

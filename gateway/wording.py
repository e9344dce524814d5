"""Values in graphql-core's messages as clients write them: in JSON, where it writes Python."""

import json
import sys
from typing import Any

import orjson

# By this way, for the package has a function of the same name.
inspecting: Any = sys.modules["graphql.pyutils.inspect"]
in_python = inspecting.inspect_recursive


def in_json(value: Any, seen: list[Any]) -> str:
    """Cut short, as there; lists and objects come back here for what is in them."""
    if value is None or type(value) in (bool, str):
        cut: str = inspecting.trunc_str(spelled(value))
        return cut
    text: str = in_python(value, seen)
    return text


def spelled(value: str | bool | None) -> str:
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        # Half a surrogate pair, which only its escape can spell.
        return json.dumps(value)


inspecting.inspect_recursive = in_json


def worded(message: str) -> str:
    """The one place where it names a value without looking at it."""
    return message.replace("not to be None.", "not to be null.")

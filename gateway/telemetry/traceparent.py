"""Where a caller's trace goes on: https://www.w3.org/TR/trace-context/#traceparent-header.

The only thing that is taken over from outside. Request ids are ours alone: who could choose one
could make theirs look like another's.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

FORM = re.compile(rb"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")

Headers = Sequence[tuple[bytes, bytes]]


class Parent(NamedTuple):
    trace_id: int
    span_id: int
    flags: int


def parent_of(headers: Headers) -> Parent | None:
    """What the header says, if it is there once, exactly in the form of version 00."""
    given = [value for name, value in headers if name == b"traceparent"]
    found = FORM.fullmatch(given[0]) if len(given) == 1 else None
    if found is None:
        return None
    parent = Parent(*(int(part, 16) for part in found.groups()))
    return parent if parent.trace_id and parent.span_id else None

"""Parts of a file: https://www.rfc-editor.org/rfc/rfc9110.html#name-range-requests."""

import re
from dataclasses import dataclass

from starlette.requests import Request

from gateway.operations import Refused

ONE = re.compile(r"bytes=(\d{1,18})?-(\d{1,18})?", re.ASCII)
"""Several at once are answered with all of it, as everybody may."""

NOT_IN_IT = "Ask for bytes that are in the file"


@dataclass(frozen=True, slots=True)
class Part:
    """From `start` up to, and without, `end`, of `whole` bytes."""

    start: int
    end: int
    whole: int

    @property
    def is_all(self) -> bool:
        return self.end - self.start == self.whole

    def headers(self) -> dict[str, str]:
        length = {"content-length": str(self.end - self.start)}
        if self.is_all:
            return length
        return {**length, "content-range": f"bytes {self.start}-{self.end - 1}/{self.whole}"}


def part_of(request: Request, whole: int, tag: str) -> Part:
    """What is asked for; all of it where that is no range, or is one of another version."""
    found = ONE.fullmatch(request.headers.get("range", "").strip())
    if not found or request.headers.get("if-range", tag) != tag or found.groups() == (None, None):
        return Part(0, whole, whole)
    first, last = found.groups()
    if first is None:
        start, end = max(whole - int(last), 0), whole
    else:
        start, end = int(first), min(int(last or whole - 1) + 1, whole)
    if start >= end:
        outside = {"content-range": f"bytes */{whole}"}
        raise Refused(NOT_IN_IT, 416, **outside)
    return Part(start, end, whole)

"""Texts cut where they match what somebody looked for."""

from __future__ import annotations

import strawberry

import search


@strawberry.type(description="A piece of a text; all pieces in order are what is shown of it")
class TextFragment:
    text: str
    is_match: bool

    @classmethod
    def of(cls, fragment: search.Fragment) -> TextFragment:
        return cls(text=fragment.text, is_match=fragment.is_match)

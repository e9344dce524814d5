"""The schema as text, for whoever builds on it: the contract, at an address of its own."""

from functools import cache
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from resolvers import schema
from settings import get_settings

NOT_PUBLISHED = "The schema is not published here; ask whoever runs this server for it\n"


async def sdl(request: Request) -> Response:
    """GET and HEAD. 304 to whoever has it already.

    Plain text, for `application/graphql` is registered nowhere and browsers would not show it.
    """
    if not get_settings().publish_schema:
        return PlainTextResponse(NOT_PUBLISHED, 404)
    text, tag = printed()
    headers = {"etag": tag, "cache-control": "no-cache", "x-content-type-options": "nosniff"}
    if has(tag, request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return PlainTextResponse(text, headers=headers)


@cache
def printed() -> tuple[str, str]:
    """The text, and its strong entity tag."""
    text = schema.as_str() + "\n"
    return text, f'"{sha256(text.encode()).hexdigest()[:32]}"'


def has(tag: str, if_none_match: str) -> bool:
    """Weakly compared, as RFC 9110 13.1.2 has it: a proxy may have packed what it keeps."""
    known = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return tag in known or "*" in known

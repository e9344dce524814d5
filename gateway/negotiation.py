"""Which of our media types a client likes best: https://www.rfc-editor.org/rfc/rfc9110#name-accept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

PLAIN = "application/json"
GRAPHQL = "application/graphql-response+json"
EVENTS = "text/event-stream"
PARTS = "multipart/mixed"
PAGE = "text/html"

LONGEST_REMEMBERED = 200

# A quoted string may hold commas and semicolons, and may lack its end.
QUOTED = r'"(?:[^"\\]|\\.)*"?'
MEMBER = re.compile(rf'(?:[^,"]|{QUOTED})+')
PARAMETER = re.compile(rf'(?:[^;"]|{QUOTED})+')
QUALITY = re.compile(r"[01](\.\d*)?")

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Liking:
    """The media type for one answer and that for a stream of them; None where we have none.

    Streams are for those who name them: no wildcard asks for one.
    """

    one: str | None
    many: str | None
    is_page: bool


def liked(accept: bytes | None) -> Liking:
    if accept is None:
        # Since 2025 GraphQL over HTTP takes silence for its own media type.
        return SILENT
    text = accept.decode("latin-1")
    return remembered(text) if len(text) <= LONGEST_REMEMBERED else liking_of(text)


SILENT = Liking(GRAPHQL, None, is_page=False)


def liking_of(accept: str) -> Liking:
    weights = weights_of(accept)
    return Liking(one_of(weights), many_of(weights), prefers_page(accept))


remembered = lru_cache(maxsize=256)(liking_of)


def one_of(weights: Weights) -> str | None:
    """JSON, unless a stream is liked better or nothing else is taken."""
    json = json_of(weights)
    stream = many_of(weights)
    if stream is None or (json and weight(weights, json) >= weights[stream]):
        return json
    return stream


def many_of(weights: Weights) -> str | None:
    named = [name for name in (EVENTS, PARTS) if weights.get(name, 0) > 0]
    return max(named, key=weights.__getitem__, default=None)


def json_of(weights: Weights) -> str | None:
    """GraphQL's own media type where it is named and not liked less; None if neither is taken."""
    own, plain = weight(weights, GRAPHQL), weight(weights, PLAIN)
    if own > 0 and own >= plain and (GRAPHQL in weights or plain == 0):
        return GRAPHQL
    return PLAIN if plain > 0 else None


def prefers_page(accept: str) -> bool:
    """Whether it is a browser that wants to show something."""
    weights = weights_of(accept)
    return weight(weights, PAGE) > max(weight(weights, GRAPHQL), weight(weights, PLAIN))


def weights_of(accept: str) -> Weights:
    """Each media range that one of ours can be, with its weight; anything, if there is none."""
    weights: Weights = {}
    members = [member for member in MEMBER.findall(accept.lower()) if member.strip()]
    for member in members:
        name, *parameters = parts_of(member)
        given = dict(pairs(parameters))
        if is_ours(name, given):
            weights[name] = max(weights.get(name, 0), quality(given.get("q", "1")))
    return weights if members else {"*/*": 1.0}


def parts_of(member: str) -> list[str]:
    """A media range and its parameters; at least one part, which may be empty."""
    return [part.strip() for part in PARAMETER.findall(member)] or [""]


def pairs(parameters: list[str]) -> Iterator[tuple[str, str]]:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        yield name.strip(), value.strip().strip('"')


def is_ours(name: str, parameters: dict[str, str]) -> bool:
    """Whether what we send is what these parameters ask for; those we do not know ask nothing."""
    if name == PARTS:
        return parameters.get("subscriptionspec") == "1.0"
    return parameters.get("charset", "utf-8") in ("utf-8", "utf8")


def quality(value: str) -> float:
    return min(float(value), 1.0) if QUALITY.fullmatch(value) else 1.0


def weight(weights: Weights, media_type: str) -> float:
    """The weight of the most specific range that a media type falls in; 0 if it falls in none."""
    family = media_type.partition("/")[0]
    found = (weights.get(name) for name in (media_type, f"{family}/*", "*/*"))
    return next((value for value in found if value is not None), 0.0)


@lru_cache(maxsize=64)
def is_json(content_type: bytes) -> bool:
    """Whether a body is announced as JSON in UTF-8, and as nothing else."""
    name, *parameters = parts_of(content_type.decode("latin-1").lower())
    return name == PLAIN and is_ours(PLAIN, dict(pairs(parameters)))

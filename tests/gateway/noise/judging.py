"""What must hold for every answer, whoever asked for whatever."""

import re
from collections.abc import Sequence
from typing import Any

from graphql import GraphQLError

from gateway.negotiation import EVENTS
from resolvers import schema
from tests.gateway.noise.streams import PARTS, Garbled, answers_of
from tests.gateway.noise.wire import Reply
from tests.generated import Generated
from tests.generated.answers import Reading, read

GRAPHQL = schema._schema

CONTENT_TYPES = ("application/json", "application/graphql-response+json", EVENTS, PARTS)
LONGEST_MESSAGE = 500
INSIDES = re.compile(
    r"Traceback|object at 0x|NoneType|has no attribute|asyncpg|tortoise|asyncio|uvicorn"
    r"|starlette|\.py\b|\w+Error\b(?! must)|__dict__|SELECT |relation \""
)
"""What only a fault of ours would say. GraphQL's own texts name types and fields, never these."""

NOT_SPOKEN = (501, 505)
"""What these say is wrong with what was sent, though their numbers are those of our faults."""

Json = Any


def is_fault(status: int) -> bool:
    return status >= 500 and status not in NOT_SPOKEN


def wrong_with(reply: Reply | None) -> list[str]:
    """What is wrong with an answer of HTTP at /graphql, whatever was sent."""
    if reply is None:
        return ["No answer"]
    if is_fault(reply.status):
        return [f"Status {reply.status}: {reply.body[:300]!r}"]
    wrong = [] if "x-request-id" in reply.headers else ["No request id"]
    if not reply.headers.get("content-type", "").startswith(CONTENT_TYPES):
        return [*wrong, f"Content type {reply.headers.get('content-type')}: {reply.body[:100]!r}"]
    try:
        answers = answers_of(reply)
    except (Garbled, ValueError) as error:
        return [*wrong, f"Not as it should be written: {error}"]
    if reply.status != 200 and any(has_data(answer) for answer in answers):
        wrong.append(f"Data with status {reply.status}")
    return wrong + [text for answer in answers for text in wrong_with_answer(answer)]


def has_data(answer: Json) -> bool:
    return isinstance(answer, dict) and "data" in answer


def wrong_with_answer(answer: Json) -> list[str]:
    """What is wrong with an answer of GraphQL's by itself."""
    if not isinstance(answer, dict):
        return ["The answer is no object"]
    wrong = [f"Key {key}" for key in answer.keys() - {"data", "errors", "extensions"}]
    if answer.get("data") is None and not answer.get("errors"):
        wrong.append("Neither data nor errors")
    if "errors" in answer:
        wrong += wrong_with_errors(answer["errors"])
    for error in answer.get("errors") or ():
        if isinstance(error, dict) and not is_null_at(answer.get("data"), error.get("path", [])):
            wrong.append(f"Not null at {error['path']}")
    return wrong


def wrong_with_errors(errors: Json) -> list[str]:
    if not isinstance(errors, list) or not errors:
        return ["`errors` holds none"]
    return [text for error in errors for text in wrong_with_error(error)]


def wrong_with_error(error: Json) -> list[str]:
    if not isinstance(error, dict) or not isinstance(error.get("message"), str):
        return ["An error without a message"]
    message, code = error["message"], (error.get("extensions") or {}).get("code")
    wrong = []
    if not isinstance(code, str) or code in ("INTERNAL_SERVER_ERROR", "TIMEOUT"):
        wrong.append(f"Code {code}: {message}")
    if not message or len(message) > LONGEST_MESSAGE or INSIDES.search(message):
        wrong.append(f"Message: {message[:1_000]}")
    return wrong


def is_null_at(data: Json, path: Sequence[str | int]) -> bool:
    """Whether there is a null on the way."""
    for step in path:
        if data is None:
            return True
        data = data[step]
    return data is None


def reading_of(one: Generated, answer: Json) -> Reading | None:
    """The data of an answer, read along the operation; None where there is none."""
    if answer.get("data") is None:
        return None
    try:
        return read(GRAPHQL, one.query, one.variables, one.operation_name or None, answer["data"])
    except GraphQLError as error:
        return wrong_reading(f"Data for a document that cannot be read: {error}")


def wrong_reading(text: str) -> Reading:
    reading = read(GRAPHQL, "{ __typename }", {}, None, None)
    reading.wrong.append(text)
    return reading

"""GraphQL over HTTP: https://graphql.github.io/graphql-over-http/draft/."""

import asyncio
from typing import Any

from graphql import GraphQLError, OperationType
from starlette.endpoints import HTTPEndpoint
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from context import Context
from errors import Unauthenticated
from gateway import graphiql
from gateway.admission import admitted
from gateway.authentication import session_for
from gateway.documents import Prepared, Rejected
from gateway.execution import Answer, answer, failure, refusal, rejection
from gateway.masking import told
from gateway.negotiation import GRAPHQL, PLAIN, preferred, prefers_page
from gateway.operations import Operation, Refused, decoded, from_json, from_object
from settings import get_settings

BODY_SECONDS = 10

NOT_HERE = "Subscriptions are heard over a WebSocket, by graphql-transport-ws at this address"


class GraphQL(HTTPEndpoint):
    """Answers every method, so that those it refuses get an answer in GraphQL's form, too."""

    async def dispatch(self) -> None:
        response = await graphql(Request(self.scope, self.receive))
        await response(self.scope, self.receive, self.send)


async def graphql(request: Request) -> Response:
    """One GraphQL request, or GraphiQL for a browser."""
    accept = ",".join(request.headers.getlist("accept"))
    if request.method == "GET" and prefers_page(accept) and not get_settings().is_production:
        return graphiql.page()
    media_type = preferred(accept)
    context = Context(request_id=request.state.request_id)
    try:
        if media_type is None:
            raise Refused(f"Accept {GRAPHQL} or {PLAIN}", 406)
        return response(await answered(request, context), media_type)
    except Refused as error:
        return refused(error, media_type)
    except Unauthenticated as error:
        bearer = {"www-authenticate": "Bearer"}
        return refused(Refused(error.reason, 401, error.code, **bearer), media_type)
    except ClientDisconnect:
        return Response(status_code=400)
    except Exception as error:
        return response(failure(error, context), media_type or PLAIN, 500)


async def answered(request: Request, context: Context) -> Answer:
    operation = await operation_of(request)
    context.session = await session_for(request.headers.get("authorization"))
    context.viewer = context.session.user if context.session else None
    try:
        prepared = await admitted(operation, context)
        check_kind(prepared, request.method)
    except Rejected as error:
        return rejection(error)
    return await answer(prepared, context)


def check_kind(prepared: Prepared, method: str) -> None:
    """Reads by GET and POST, writes by POST only; what is live is not heard here."""
    if prepared.kind is OperationType.SUBSCRIPTION:
        raise Rejected("OPERATION_NOT_ALLOWED", GraphQLError(NOT_HERE))
    if prepared.kind is OperationType.MUTATION and method == "GET":
        raise Refused("Send mutations by POST", 405, "OPERATION_NOT_ALLOWED", allow="POST")


async def operation_of(request: Request) -> Operation:
    if request.method == "GET":
        return from_query(request)
    if request.method != "POST":
        raise Refused("Send a POST, or a query by GET", 405, allow="GET, POST")
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != PLAIN:
        raise Refused(f"Send `Content-Type: {PLAIN}`", 415)
    return from_json(await body_of(request))


def from_query(request: Request) -> Operation:
    parameters: dict[str, Any] = dict(request.query_params)
    for part in {"variables", "extensions"} & parameters.keys():
        parameters[part] = decoded(f"`{part}`", parameters[part])
    return from_object(parameters)


async def body_of(request: Request) -> bytes:
    """The body, if it is within the limit of size and arrives within the limit of time."""
    most = get_settings().max_body_bytes
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                # Too much is read all the same, and dropped: a client that is cut off while it
                # sends does not see the answer.
                if len(body) <= most:
                    body += chunk
    except TimeoutError:
        raise Refused(f"Send the body within {BODY_SECONDS} s", 408, connection="close") from None
    if len(body) > most:
        raise Refused(f"Send at most {most:,} bytes", 413)
    return bytes(body)


def refused(error: Refused, media_type: str | None) -> Response:
    told_error = told(GraphQLError(error.reason, extensions={"code": error.code}))
    result = response(refusal(told_error), media_type or PLAIN, error.status)
    result.headers.update(error.headers)
    return result


def response(result: Answer, media_type: str, status: int | None = None) -> Response:
    """The status is the one given or, for an answer of GraphQL's, what its media type says."""
    if status is None:
        status = 400 if result.is_refused and media_type == GRAPHQL else 200
    content_type = f"{media_type}; charset=utf-8"
    no_store = {"cache-control": "no-store"}
    return Response(result.encoded, status, no_store, media_type=content_type)

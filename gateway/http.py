"""GraphQL over HTTP: https://graphql.github.io/graphql-over-http/draft/.

Everything here runs once for each request, so nothing is made that is not sent: no objects for
headers, no layers around the answer, one look at each header.
"""

from typing import Any
from urllib.parse import parse_qsl

from graphql import GraphQLError, OperationType

from context import Context
from errors import Unauthenticated
from gateway import by_get, graphiql
from gateway.addresses import address_of
from gateway.admission import admitted, charge_for_length
from gateway.authentication import identify
from gateway.cookies import jar_of, lines_for
from gateway.documents import Prepared, Rejected
from gateway.execution import answer, failure, rejection
from gateway.forms import SHUT, Block
from gateway.heads import Head, agent_of, head_of
from gateway.listening import answers
from gateway.negotiation import GRAPHQL, PLAIN, Liking, is_json, liked
from gateway.operations import Operation, Refused, decoded, from_json, from_object
from gateway.origins import (
    NOT_FROM_THERE,
    PREFLIGHT,
    may_act,
    shared_with,
)
from gateway.rates import headers_of
from gateway.reply import FORMS, Reply
from gateway.streams import Stream
from gateway.telemetry.observing import Observation
from settings import get_settings

MOST_PARAMETERS = 20
ALLOWED = Block([*PREFLIGHT, *SHUT])
PARAMETERS = ("query", "variables", "operationName", "extensions", "documentId")

NOT_HERE = (
    "Subscriptions are heard over a WebSocket, by graphql-transport-ws at this address, or here "
    "with `Accept: text/event-stream` or `Accept: multipart/mixed;subscriptionSpec=1.0`"
)


class Gone(Exception):
    """The client left before it had said what it wants."""


class Request:
    """What is known of one request before anything of it is executed."""

    __slots__ = ("head", "likes", "method", "receive", "scope")

    def __init__(self, scope: Any, receive: Any) -> None:
        self.scope = scope
        self.receive = receive
        self.method: str = scope["method"]
        self.head: Head = head_of(scope)
        self.likes: Liking = liked(self.head.get(b"accept"))


async def graphql(scope: Any, receive: Any, send: Any) -> None:
    """One GraphQL request, or GraphiQL for a browser. Every method and every error is answered."""
    request = Request(scope, receive)
    context = context_of(request)
    named = (b"x-request-id", context.request_id.encode())
    with Observation("http", context, scope["headers"]) as seen:
        headers = [named, *shared_with(request.head)]
        reply = Reply(scope, send, request.likes.one, headers, seen)
        await answered_whatever(request, context, reply)


def context_of(request: Request) -> Context:
    head = request.head
    return Context(address=address_of(request.scope, head), agent=agent_of(head), jar=jar_of(head))


async def answered_whatever(request: Request, context: Context, reply: Reply) -> None:
    try:
        await answered(request, context, reply)
    except Refused as error:
        await reply.refused(error)
    except Unauthenticated as error:
        bearer = {"www-authenticate": "Bearer"}
        await reply.refused(Refused(error.reason, 401, error.code, **bearer))
    except Gone:
        pass
    except Exception as error:
        await reply.failed(failure(error, context), 500)


async def answered(request: Request, context: Context, reply: Reply) -> None:
    if request.method == "GET" and request.likes.is_page and get_settings().shows_graphiql:
        return await reply.whole(200, graphiql.page(), graphiql.BLOCK)
    if request.method == "OPTIONS" and b"access-control-request-method" in request.head:
        return await preflight(request.head, reply)
    check(request)
    try:
        prepared = await prepared_of(request, context)
        reply.seen.runs(prepared)
        if context.budget:
            reply.headers += headers_of(context.budget)
        if prepared.kind is OperationType.SUBSCRIPTION:
            return await streamed(request, prepared, context, reply)
    except Rejected as error:
        return await reply.answer(rejection(error))
    result = await answer(prepared, context)
    reply.headers += lines_for(context.jar)
    await reply.answer(result)


async def prepared_of(request: Request, context: Context) -> Prepared:
    """The operation that is asked for, by whom; every one that comes over HTTP passes here."""
    await identify(request.head, context)
    operation = await operation_of(request, context)
    prepared = await admitted(operation, context)
    if request.method == "GET":
        by_get.check(prepared)
    return prepared


async def streamed(request: Request, prepared: Prepared, context: Context, reply: Reply) -> None:
    if request.likes.many is None:
        raise Rejected("OPERATION_NOT_ALLOWED", GraphQLError(NOT_HERE))
    form = FORMS[request.likes.many]
    reply.seen.streams(form.name)
    stream = Stream(form, reply, request.receive, context)
    await stream.run(answers(prepared, context))


async def preflight(head: Head, reply: Reply) -> None:
    if not shared_with(head):
        raise Refused(NOT_FROM_THERE, 403, "CROSS_SITE")
    await reply.whole(200, b"", ALLOWED)


def check(request: Request) -> None:
    """Whether it comes from where it may, as it should; Refused says what else to send."""
    head = request.head
    if request.method not in ("POST", "GET"):
        raise Refused("Send a POST, or a query by GET", 405, allow="GET, POST")
    if request.likes.one is None:
        raise Refused(f"Accept {GRAPHQL} or {PLAIN}", 406)
    if not may_act(head):
        raise Refused(NOT_FROM_THERE, 403, "CROSS_SITE")


async def operation_of(request: Request, context: Context) -> Operation:
    if request.method == "GET":
        query_string = request.scope["query_string"]
        await charge_for_length(len(query_string), context)
        return from_query(query_string)
    check_content(request.head)
    body = await body_of(request.receive)
    await charge_for_length(len(body), context)
    return from_json(body)


def from_query(query_string: bytes) -> Operation:
    pairs = pairs_of(query_string)
    parameters: dict[str, Any] = dict(pairs)
    for name in PARAMETERS:
        if sum(1 for given, _ in pairs if given == name) > 1:
            raise Refused(f"Send `{name}` once")
    for part in {"variables", "extensions"} & parameters.keys():
        parameters[part] = decoded(f"`{part}`", parameters[part])
    return from_object(parameters)


def pairs_of(query_string: bytes) -> list[tuple[str, str]]:
    if query_string.count(b"&") >= MOST_PARAMETERS:
        raise Refused(f"Send at most {MOST_PARAMETERS} parameters")
    try:
        return parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise Refused("Percent-encode the parameters, in UTF-8") from None


def check_content(head: Head) -> None:
    content_type = head.get(b"content-type", b"")
    if content_type != b"application/json" and not is_json(content_type):
        raise Refused(f"Send `Content-Type: {PLAIN}`, in UTF-8", 415, accept=PLAIN)
    coding = head.get(b"content-encoding", b"")
    if coding and coding.lower() != b"identity":
        plain = {"accept-encoding": "identity"}
        raise Refused("Send the body as it is, without a Content-Encoding", 415, **plain)
    if int(head.get(b"content-length", b"0")) > get_settings().max_body_bytes:
        raise too_large()


async def body_of(receive: Any) -> bytes:
    """The body, if it is within the limit of size; the protocol below limits its time.

    What comes after a refusal is dropped there, so the client can read why.
    """
    message = await receive()
    body: bytes = message.get("body", b"")
    most = get_settings().max_body_bytes
    while message.get("more_body"):
        if len(body) > most:
            break
        message = await receive()
        body += message.get("body", b"")
    if message["type"] == "http.disconnect":
        raise Gone
    if len(body) > most:
        raise too_large()
    return body


def too_large() -> Refused:
    return Refused(f"Send at most {get_settings().max_body_bytes:,} bytes", 413)

"""What is asked beside GraphQL, where bodies are bytes: who asks, and errors as GraphQL's are."""

from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from context import Context
from errors import Conflict, Forbidden, Invalid, NotFound, TooMany, Unauthenticated, UserError
from gateway.addresses import address_of
from gateway.authentication import identify
from gateway.cookies import jar_of
from gateway.execution import failure
from gateway.heads import head_of
from gateway.last_words import body_of
from gateway.negotiation import PLAIN
from gateway.operations import Refused
from gateway.origins import NOT_FROM_THERE, may_act
from models import User

SHOWN = {
    "cache-control": "private, no-cache",
    "vary": "authorization, cookie",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
}
"""It is kept, and asked about each time: the right to see it may be gone."""

STATUSES: dict[type[UserError], int] = {
    Invalid: 400,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
}

Verb = Callable[[Request, Context, User], Awaitable[Response]]
Finder = Callable[[Request, Context], Awaitable[None]]


async def find_out(request: Request, context: Context) -> None:
    """Who asks, by a token, a key, or the cookie of a page of ours."""
    head = head_of(request.scope)
    if not may_act(head):
        raise Refused(NOT_FROM_THERE, 403, "CROSS_SITE")
    context.jar = jar_of(head)
    await identify(head, context)


def answering(verb: Verb, who: Finder = find_out) -> Callable[[Request], Awaitable[Response]]:
    """The verb for whoever that is, and every error as GraphQL's are."""

    async def answered(request: Request) -> Response:
        address = address_of(request.scope, head_of(request.scope))
        context = Context(address=address, request_id=request.state.request_id)
        try:
            await who(request, context)
            return await verb(request, context, context.signed_in())
        except Refused as error:
            return refused(error)
        except UserError as error:
            return refused(refusal_of(error))
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as error:
            return Response(failure(error, context).encoded, 500, media_type=PLAIN)

    return answered


def refusal_of(error: UserError) -> Refused:
    if isinstance(error, TooMany):
        return Refused(error.reason, 429, error.code, **{"retry-after": str(error.retry_after)})
    status = STATUSES[type(error)]
    headers = {"www-authenticate": "Bearer"} if status == 401 else {}
    return Refused(error.reason, status, error.code, **headers)


def refused(error: Refused) -> Response:
    headers = {"cache-control": "no-store", **error.headers}
    return Response(body_of(error), error.status, headers, PLAIN)

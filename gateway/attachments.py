"""Files of messages, in and out, beside GraphQL; the right to read one is asked each time."""

from tempfile import TemporaryFile
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from actions import attachments as actions
from actions.attachments.removing import place_of
from actions.sessions.living import session_by_id
from adapters import storage
from adapters.storage import Missing, StorageUnavailable
from context import Context
from errors import Forbidden, NotFound, Unauthenticated
from gateway import beside
from gateway.beside import SHOWN, answering
from gateway.operations import Refused
from gateway.ranges import Part, part_of
from gateway.rates import rates
from gateway.receiving import place_for, receive
from gateway.sdl import has
from models import Attachment, Scope, User
from models.sources import seen
from policies import attachments as policy
from schema import ids
from schema.attachments import session_of_signature

WORK = 1_000
"""Points of an upload: it may be a picture, and reading one takes as long as so many fields."""
BYTES_A_POINT = 16_384
"""Of what is sent out."""

NOT_THERE = "There is no such file, or none that you may see"
AWAY = "The files cannot be reached just now; try again in a moment"
BAD_SIGNATURE = "This address has ended, or was made for another file; read `signedUrl` again"
ONE_PROOF = "Send no token to an address that is signed"
NO_SCOPE = f"This key lacks the scope {Scope.READ_CONVERSATIONS.value}; make one that has it"
NOT_BY_KEY = "An API key sends no files; sign in"


def routes() -> list[Route]:
    return [Route("/attachments/{id}", answering(serve, find_out), methods=["GET", "PUT"])]


async def find_out(request: Request, context: Context) -> None:
    """Who asks: the address says it if it is signed, and nothing else is asked then."""
    signature = request.query_params.get("signature")
    if signature is None or request.method == "PUT":
        await beside.find_out(request, context)
        return check_key(request, context)
    if "authorization" in request.headers:
        raise Refused(ONE_PROOF)
    session_id = session_of_signature(asked(request), signature)
    session = await session_by_id(session_id) if session_id else None
    if session is None:
        raise Unauthenticated(BAD_SIGNATURE)
    context.belongs_to(session)


def check_key(request: Request, context: Context) -> None:
    if context.key and request.method == "PUT":
        raise Unauthenticated(NOT_BY_KEY)
    if context.key and Scope.READ_CONVERSATIONS.value not in context.key.scopes:
        raise Forbidden(NO_SCOPE)


def asked(request: Request) -> UUID:
    kind, id = ids.split(request.path_params["id"]) or ("", None)
    if kind != "attachment" or id is None:
        raise NotFound(NOT_THERE)
    return id


async def serve(request: Request, context: Context, viewer: User) -> Response:
    try:
        if request.method == "PUT":
            return await upload(request, context, viewer)
        return await show(request, context, viewer)
    except Missing:
        # It was taken back just now.
        raise NotFound(NOT_THERE) from None
    except StorageUnavailable as error:
        raise Refused(AWAY, 503, "UNAVAILABLE", **{"retry-after": "5"}) from error


async def upload(request: Request, context: Context, viewer: User) -> Response:
    """PUT the bytes that were announced; what became of them comes back."""
    wanted = asked(request)
    await rates.charge(context, WORK)
    with place_for(viewer.id), TemporaryFile() as raw:
        file = await actions.begin_upload(viewer, wanted)
        await receive(request, file.byte_count, raw)
        file = await actions.finish_upload(file, raw)
    return JSONResponse({"attachment": told_of(file)}, 201, {"cache-control": "no-store"})


def told_of(file: Attachment) -> dict[str, str | int | None]:
    return {
        "id": ids.encode("attachment", file.id),
        "mediaType": file.media_type,
        "byteCount": file.byte_count,
        "width": file.width,
        "height": file.height,
    }


async def show(request: Request, context: Context, viewer: User) -> Response:
    """GET and HEAD, all of it or a part. 304 to whoever has it already, and may see it still."""
    file = await seen(policy.visible_to, viewer).get(asked(request))
    if file is None or file.stored_at is None:
        raise NotFound(NOT_THERE)
    headers = headers_of(file, is_signed="signature" in request.query_params)
    if has(headers["etag"], request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    part = part_of(request, file.byte_count, headers["etag"])
    await rates.charge(context, (part.end - part.start) // BYTES_A_POINT)
    return await sent(request, file, part, headers)


async def sent(request: Request, file: Attachment, part: Part, headers: dict[str, str]) -> Response:
    status, headers = 200 if part.is_all else 206, headers | part.headers()
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    content = await storage.read(place_of(file), part.start, part.end)
    return StreamingResponse(content, status, headers)


def headers_of(file: Attachment, *, is_signed: bool) -> dict[str, str]:
    """Only what was made anew here is shown; all else is given to be kept, and never run."""
    shown = "inline" if file.is_picture else "attachment"
    return {
        **SHOWN,
        # Another origin's page may show what it has a signed address of.
        "cross-origin-resource-policy": "cross-origin" if is_signed else "same-origin",
        "referrer-policy": "no-referrer",
        "accept-ranges": "bytes",
        "content-type": str(file.media_type),
        "content-disposition": f"{shown}; filename*=UTF-8''{quote(file.name, safe='')}",
        "etag": f'"{file.object_id}"',
    }

"""Pictures of people, in and out, beside GraphQL: a body of bytes has no place in JSON."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actions.pictures import set_picture
from context import Context
from errors import NotFound, TooMany, Unauthenticated
from gateway import beside
from gateway.admission import charge_for_length
from gateway.beside import SHOWN, answering
from gateway.operations import Refused
from gateway.rates import rates
from gateway.sdl import has
from models import PictureSize, User
from models.sources import seen
from policies import pictures as policy
from schema import ids
from schema.users import address_of_picture

MOST_BYTES = 10 * 1_048_576
WORK = 1_000
"""Points: reading a picture takes as long as answering with so many fields."""
MOST_AT_ONCE = 8
"""Uploads that are being received, for each is kept in memory."""

NOT_THERE = "There is no such picture, or none that you may see"
TOO_LARGE = f"Send at most {MOST_BYTES:,} bytes"

receiving: set[Request] = set()


def routes() -> list[Route]:
    return [
        Route("/picture", answering(upload, find_out), methods=["PUT"]),
        Route("/pictures/{user}/{size}", answering(show, find_out)),
    ]


async def find_out(request: Request, context: Context) -> None:
    """Who asks; for keys there are no pictures."""
    await beside.find_out(request, context)
    if context.key:
        raise Unauthenticated("An API key sees no pictures; sign in")


async def upload(request: Request, context: Context, viewer: User) -> Response:
    """PUT the bytes of a picture; its addresses come back."""
    await rates.charge(context, WORK)
    user = await set_picture(viewer, await received(request, context))
    addresses = {size.value.lower(): address_of_picture(user, size) for size in PictureSize}
    return JSONResponse({"picture": addresses}, headers={"cache-control": "no-store"})


async def received(request: Request, context: Context) -> bytes:
    """The body, if it is within its size; the protocol below limits its time."""
    if int(request.headers.get("content-length", 0)) > MOST_BYTES:
        raise Refused(TOO_LARGE, 413)
    if len(receiving) >= MOST_AT_ONCE:
        raise TooMany("Many pictures are being sent; try again in a few seconds", 5)
    receiving.add(request)
    try:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise Refused(TOO_LARGE, 413)
    finally:
        receiving.discard(request)
    await charge_for_length(len(body), context)
    return bytes(body)


async def show(request: Request, context: Context, viewer: User) -> Response:
    """GET and HEAD. 304 to whoever has it already, and may see it still."""
    size, person = asked(request)
    mine = seen(policy.visible_to, viewer).where(user_id=person, size=size)
    found = await mine.all()
    if not found:
        raise NotFound(NOT_THERE)
    headers = {**SHOWN, "etag": f'"{found[0].id.hex}"'}
    if has(headers["etag"], request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return Response(found[0].content, headers=headers, media_type="image/webp")


def asked(request: Request) -> tuple[PictureSize, UUID]:
    kind, person = ids.split(request.path_params["user"]) or ("", None)
    size = request.path_params["size"].upper()
    if kind != "user" or person is None or size not in PictureSize.__members__:
        raise NotFound(NOT_THERE)
    return PictureSize[size], person

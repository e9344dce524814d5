"""`/metrics`, for whoever has the token; for all others there is no such page."""

from hmac import compare_digest

from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from gateway.telemetry.collecting import registry
from gateway.telemetry.outbox import outbox
from settings import get_settings


def routes() -> list[BaseRoute]:
    return [Route("/metrics", metrics)]


async def metrics(request: Request) -> Response:
    if not may_read(request.headers.get("authorization", "")):
        raise HTTPException(404)
    await outbox.now()
    headers = {"content-type": CONTENT_TYPE_PLAIN_0_0_4, "cache-control": "no-store"}
    return Response(generate_latest(registry), headers=headers)


def may_read(authorization: str) -> bool:
    token = get_settings().metrics_token
    return token is not None and compare_digest(authorization.encode(), f"Bearer {token}".encode())

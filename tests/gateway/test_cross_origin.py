"""Pages of other origins may call if the settings name their origin, and else may not."""

from collections.abc import AsyncIterator

import httpx
import pytest

from gateway import app, origins
from settings import Settings

FRIEND = "https://app.example"
PREFLIGHT = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization, content-type",
}
QUERY = {"query": "{ __typename }"}


@pytest.fixture
async def web(settings: Settings, monkeypatch) -> AsyncIterator[httpx.AsyncClient]:
    """The application with one origin allowed."""
    allowing = settings.model_copy(update={"allowed_origins": (FRIEND,)})
    monkeypatch.setattr(app, "get_settings", lambda: allowing)
    monkeypatch.setattr(origins, "get_settings", lambda: allowing)
    transport = httpx.ASGITransport(app.create_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://mentorgraph") as client:
        yield client


async def test_an_allowed_origin_may_send_tokens_and_json(web: httpx.AsyncClient):
    answer = await web.options("/graphql", headers={"origin": FRIEND, **PREFLIGHT})

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == FRIEND
    assert answer.headers["access-control-allow-methods"] == "GET, POST"
    allowed = answer.headers["access-control-allow-headers"].lower().split(", ")
    assert {"authorization", "content-type"} <= set(allowed)


async def test_an_allowed_origin_may_read_the_answer_and_its_id(web: httpx.AsyncClient):
    answer = await web.post("/graphql", json=QUERY, headers={"origin": FRIEND})

    assert answer.json()["data"] == {"__typename": "Query"}
    assert answer.headers["access-control-allow-origin"] == FRIEND
    exposed = answer.headers["access-control-expose-headers"].split(", ")
    assert {"x-request-id", "retry-after", "ratelimit-remaining"} <= {*exposed}
    assert "origin" in answer.headers["vary"].split(", ")


async def test_an_allowed_origin_may_read_why_it_was_refused(web: httpx.AsyncClient):
    answer = await web.post("/graphql", content=b"5", headers={"origin": FRIEND})

    assert answer.status_code == 415
    assert answer.headers["access-control-allow-origin"] == FRIEND


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", f"{FRIEND}.example", ""])
async def test_another_origin_may_do_neither(web: httpx.AsyncClient, origin: str):
    preflight = await web.options("/graphql", headers={"origin": origin, **PREFLIGHT})
    answer = await web.post("/graphql", json=QUERY, headers={"origin": origin})

    assert (preflight.status_code, answer.status_code) == (403, 403)
    assert answer.json()["errors"][0]["extensions"] == {"code": "CROSS_SITE"}
    assert not any("access-control" in name for name in (*preflight.headers, *answer.headers))


async def test_no_page_is_trusted_with_cookies(web: httpx.AsyncClient):
    answer = await web.options("/graphql", headers={"origin": FRIEND, **PREFLIGHT})

    assert "access-control-allow-credentials" not in answer.headers


async def test_a_preflight_names_its_request_too(web: httpx.AsyncClient):
    answer = await web.options("/graphql", headers={"origin": FRIEND, **PREFLIGHT})

    assert len(answer.headers["x-request-id"]) == 32

"""The schema is a file like any other, and is sent again only when it has changed."""

from pathlib import Path

import pytest

from gateway import sdl
from tests.edge import Edge
from tests.settings import settings_with

PRINTED = Path(__file__).parents[2] / "schema" / "schema.graphql"


async def asked(edge: Edge, method: str = "GET", **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await edge.http.request(method, "/schema.graphql", headers=named)


async def test_the_schema_is_served_as_it_is_printed(edge: Edge):
    answer = await asked(edge)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.text == PRINTED.read_text("utf-8")


async def test_a_head_has_the_same_headers_and_no_body(edge: Edge):
    get, head = await asked(edge), await asked(edge, "HEAD")

    assert head.content == b""
    for name in ("etag", "content-length", "content-type"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize("known", ["%s", "W/%s", '"a", %s', "*"])
async def test_who_has_the_schema_is_not_sent_it_again(edge: Edge, known):
    tag = (await asked(edge)).headers["etag"]

    answer = await asked(edge, if_none_match=known.replace("%s", tag))

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == tag


@pytest.mark.parametrize("known", ['"another"', "", '"', "etag"])
async def test_who_has_another_schema_is_sent_this_one(edge: Edge, known):
    answer = await asked(edge, if_none_match=known)

    assert answer.status_code == 200


async def test_the_schema_is_not_changed_here(edge: Edge):
    answer = await asked(edge, "POST")

    assert answer.status_code == 405


async def test_a_schema_that_is_not_published_is_not_there(edge: Edge, monkeypatch):
    monkeypatch.setattr(sdl, "get_settings", settings_with(publish_schema=False))

    answer = await asked(edge)

    assert answer.status_code == 404
    assert "type Query" not in answer.text

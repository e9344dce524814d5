"""When Meilisearch is away, PostgreSQL answers, soon and truly, and says so."""

import asyncio
from collections.abc import Callable

import pytest

from actions import resources
from models import ResourceKind
from search import sync
from search.breaker import FAILURES
from search.meilisearch import MOST_AT_ONCE
from tests.processes import free_port
from tests.resources.library import given_library, given_resource
from tests.search.asking import EMPTY, search, titles, titles_of


async def test_without_an_engine_the_database_is_no_makeshift(ask):
    library = await given_library()
    await given_resource(library)

    found = await search(ask, library["mentee"], "rust")

    assert (titles_of(found), found["isDegraded"]) == (["Learn Rust"], False)


async def test_a_stopped_engine_is_replaced(ask, configure):
    library = await given_library()
    await given_resource(library)
    configure(f"http://127.0.0.1:{free_port()}")

    found = await search(ask, library["mentee"], "laern rust")

    assert (titles_of(found), found["isDegraded"]) == (["Learn Rust"], True)
    assert found["facets"]["kinds"] == [{"value": "EBOOK", "count": 1}]


async def test_an_engine_that_never_answers_is_replaced(ask, configure, silence):
    library = await given_library()
    await given_resource(library)
    configure(silence.url)

    found = await search(ask, library["mentee"], "rust")

    assert (titles_of(found), found["isDegraded"]) == (["Learn Rust"], True)
    assert silence.connections == 1


async def test_an_engine_that_failed_three_times_is_left_alone(ask, configure, silence):
    library = await given_library()
    await given_resource(library)
    configure(silence.url)

    found = [await search(ask, library["mentee"], "rust") for _ in range(FAILURES + 3)]

    assert [page["isDegraded"] for page in found] == [True] * (FAILURES + 3)
    assert silence.connections == FAILURES


async def test_many_who_ask_an_engine_that_never_answers_are_all_answered(ask, configure, silence):
    library = await given_library()
    await given_resource(library)
    configure(silence.url)

    found = await asyncio.gather(*(titles(ask, library["mentee"], "rust") for _ in range(30)))

    assert found == [["Learn Rust"]] * 30
    assert silence.connections == MOST_AT_ONCE


@pytest.mark.parametrize(
    "response",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n<!--",
        b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"",
    ],
)
async def test_what_is_no_engine_is_replaced(ask, configure, respond, response):
    library = await given_library()
    await given_resource(library)
    configure(await respond(response))

    found = await search(ask, library["mentee"], "rust")

    assert (titles_of(found), found["isDegraded"]) == (["Learn Rust"], True)


async def test_a_stranger_finds_nothing_either_way(ask, configure):
    library = await given_library()
    await given_resource(library)
    configure(f"http://127.0.0.1:{free_port()}")

    assert await search(ask, library["nowhere"], "rust") == EMPTY


async def test_publishing_does_not_wait_for_the_engine(ask, configure, silence):
    library = await given_library()
    configure(silence.url)

    draft = resources.Draft(ResourceKind.EBOOK, "Learn Rust", "https://example.org/", "en")
    await resources.publish_resource(library["mentor"], library.organization.id, draft)

    assert silence.connections == 0


async def test_a_start_without_the_engine_goes_on(configure, server):
    configure(f"http://127.0.0.1:{free_port()}")

    assert await sync.prepare() is False


async def test_feeding_an_engine_that_is_away_fails_so_that_it_is_tried_again(
    configure: Callable[..., object], empty: None
) -> None:
    resource = await given_resource(await given_library())
    configure(f"http://127.0.0.1:{free_port()}")

    with pytest.raises(Exception, match="Connection refused"):
        await sync.index_resources([resource.id])


async def test_without_an_engine_there_is_nothing_to_feed(empty):
    resource = await given_resource(await given_library())

    await sync.index_resources([resource.id])

    assert await sync.prepare() is False
    assert [done async for done in sync.reindex()] == []

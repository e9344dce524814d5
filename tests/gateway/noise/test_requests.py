"""Whatever is sent by HTTP, the answer is one of HTTP's, in GraphQL's form, and never our fault."""

import asyncio
from contextlib import suppress

import pytest

from tests.edge import Edge
from tests.gateway.noise.bodies import BODIES
from tests.gateway.noise.counts import MALFORMED, REPEAT, shares
from tests.gateway.noise.heads import HEADS
from tests.gateway.noise.judging import is_fault, wrong_with
from tests.gateway.noise.sent import Sent
from tests.gateway.noise.wire import PATIENCE, Reply, Wire, read_reply
from tests.generated.dice import Dice

AT_ONCE = 4
MALFORMED_REQUESTS = BODIES + HEADS


async def replies_to(wire: Wire, sent: Sent) -> list[Reply]:
    """What comes back to something on a connection of its own, until either side ends it."""
    reader, writer = await wire.opened()
    replies = []
    async with asyncio.timeout(PATIENCE):
        with suppress(ConnectionError):
            writer.write(sent.data)
            if sent.is_cut:
                writer.write_eof()
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            replies.append(await read_reply(reader, has_body=sent.has_body))
            while sent.is_cut:
                replies.append(await read_reply(reader, has_body=sent.has_body))
    return replies


def complaints(sent: Sent, replies: list[Reply]) -> list[str]:
    if not sent.is_cut and not replies:
        return ["No answer"]
    wrong = [f"Status {reply.status}" for reply in replies if is_fault(reply.status)]
    if sent.is_graphql and not sent.is_cut and sent.has_body and not is_page(sent, replies[0]):
        wrong += wrong_with(replies[0])
    return wrong


def is_page(sent: Sent, reply: Reply) -> bool:
    """Whether it is the page that browsers get when they come to look."""
    is_html = reply.headers.get("content-type", "").startswith("text/html")
    return is_html and reply.status == 200 and sent.data.startswith(b"GET")


@pytest.mark.parametrize(("seed", "number"), shares(MALFORMED // 2))
async def test_every_request_is_answered(edge: Edge, seed, number):
    dice = Dice(seed)
    waiting = iter([dice.pick(MALFORMED_REQUESTS)(dice) for _ in range(number)])

    async def send_all() -> None:
        for sent in waiting:
            async with Wire(edge.url) as wire:
                replies = await replies_to(wire, sent)
            wrong = complaints(sent, replies)
            assert not wrong, f"\n{wrong}\n{sent.data[:2_000]!r}\nagain: {REPEAT}"

    async with asyncio.TaskGroup() as tasks:
        for _ in range(AT_ONCE):
            tasks.create_task(send_all())
    alive = await edge.ask(None, "{ __typename }")

    assert alive.data == {"__typename": "Query"}

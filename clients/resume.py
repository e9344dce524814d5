"""Listens without a gap, with gql: as `resume.ts` does with graphql-ws."""

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Any

from gql import Client, GraphQLRequest
from gql.transport.exceptions import TransportError, TransportQueryError
from gql.transport.websockets import WebsocketsTransport
from websockets.exceptions import ConnectionClosed

Event = dict[str, Any]

MOST_KEPT = 1_000
FOR_GOOD = {1009, 4400, 4406, 4409, 4429}
"""Codes with which a socket closes that was sent what it forbids."""


async def resume(
    url: str,
    token: Callable[[], Awaitable[str]],
    request: GraphQLRequest,
    patience: float = 20.0,
) -> AsyncGenerator[Event, None]:
    """The events of a log from the variable `after` on: no gap, no repeat.

    `token()` gives, for each connection anew, a token that has not ended; it raises when nobody is
    signed in. A server that does not answer for `patience` seconds is gone. After ResyncRequired,
    an event like others, read the log anew; what follows comes by itself. Raises TransportError
    where trying again would not help.
    """
    variables: dict[str, Any] = dict(request.variable_values or {})
    heard: dict[str, None] = {}
    tries = 0
    while True:
        event: Event = {}
        asked = GraphQLRequest(request.document, variable_values=variables)
        try:
            async with aclosing(connection(url, await token(), asked, patience)) as events:
                async for event in events:
                    tries = 0
                    if is_repeat(event, heard):
                        continue
                    variables["after"] = event.get("cursor", variables.get("after"))
                    yield event
            if event.get("__typename") != "ResyncRequired":
                return
        except (TransportError, TimeoutError) as error:
            if is_for_good(error):
                raise
            await asyncio.sleep(pause(tries))
            tries += 1


async def connection(
    url: str, token: str, request: GraphQLRequest, patience: float
) -> AsyncGenerator[Event, None]:
    """The events until the subscription ends, or what carries it."""
    transport = WebsocketsTransport(
        url,
        init_payload={"authorization": f"Bearer {token}"},
        subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
        connect_timeout=patience,
        ack_timeout=patience,
        ping_interval=patience / 2,
        # Whoever does not answer takes no leave either.
        connect_args={"ping_interval": None, "close_timeout": 1},
    )
    async with (
        Client(transport=transport) as session,
        aclosing(session.subscribe(request)) as results,
    ):
        async for result in results:
            yield next(iter(result.values()))


def is_repeat(event: Event, heard: dict[str, None]) -> bool:
    """Whether a line came already. The server repeats none; what lies between might."""
    cursor = event.get("cursor")
    if cursor is None or event.get("__typename") in ("Heartbeat", "ResyncRequired"):
        return False
    if cursor in heard:
        return True
    heard[cursor] = None
    if len(heard) > MOST_KEPT:
        del heard[next(iter(heard))]
    return False


def is_for_good(error: Exception) -> bool:
    """Whether it is the answer to what was asked, or a close code that says whose mistake it is."""
    closed = error.__cause__
    code = closed.rcvd.code if isinstance(closed, ConnectionClosed) and closed.rcvd else None
    return isinstance(error, TransportQueryError) or code in FOR_GOOD


def pause(tries: int) -> float:
    """Half a second at first, at most 30 later, and never the same for all clients at once."""
    return min(20.0, 0.5 * 2.0 ** min(tries, 10)) * random.uniform(0.5, 1.5)

"""How a server stops: what runs is finished, who listens is sent elsewhere, and then it ends.

On the first signal `/readyz` says no at once; after a while in which balancers see that, nothing
more is accepted. Whatever happens, the process is gone 30 seconds after the signal.
"""

import asyncio
import faulthandler
import signal
import socket as system
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import IPPROTO_TCP, socket
from types import FrameType
from typing import Any

import uvicorn

from gateway.connections import live
from gateway.protocol import HttpProtocol
from settings import get_settings

FORCED_SECONDS = 5
LAST_SECONDS = 29
"""After these the process ends even if its loop does not turn."""

LIMITS = {
    getattr(system, name): value
    # Milliseconds that what we sent may stay unacknowledged by a client that may be gone; and bytes
    # of what we have not sent yet that Linux keeps for a client that does not read, else 3 MB.
    for name, value in (("TCP_USER_TIMEOUT", 60_000), ("TCP_NOTSENT_LOWAT", 65_536))
    if hasattr(system, name)
}
"""Options of TCP, which each connection has from the socket that it was accepted by."""


class Server(uvicorn.Server):
    """Drains on the first SIGTERM or SIGINT, and ends at once on the second.

    uvicorn raises the signal once more when it is done, which would end the process before our own
    PostgreSQL is stopped: its last word is left to the caller, in `forced_by`.
    """

    is_hurried = False
    """Somebody sits at the keyboard: no balancer needs to be told."""
    forced_by: int | None = None

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.handle_exit)
        yield

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit:
            self.force_exit, self.forced_by = True, sig
            faulthandler.dump_traceback_later(FORCED_SECONDS, exit=True)
        else:
            self.should_exit, live.is_draining = True, True
            self.is_hurried = sig == signal.SIGINT
            faulthandler.dump_traceback_later(LAST_SECONDS, exit=True)

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in (one for server in self.servers for one in server.sockets):
            for option, value in LIMITS.items():
                listener.setsockopt(IPPROTO_TCP, option, value)

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        gently = asyncio.create_task(self.drain())
        while not gently.done() and not self.force_exit:
            await asyncio.wait([gently], timeout=0.1)
        gently.cancel()
        await self.end()

    async def drain(self) -> None:
        """Until nothing is connected any more, or the time for that is over."""
        settings = get_settings()
        if not self.is_hurried:
            await asyncio.sleep(settings.drain_notice_seconds)
        self.accept_no_more()
        with suppress(TimeoutError):
            async with asyncio.timeout(settings.drain_seconds):
                await live.drain(0 if self.is_hurried else settings.drain_spread_seconds)
                # uvicorn tells nobody when its sets are empty.
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)

    def accept_no_more(self) -> None:
        for server in self.servers:
            server.close()
        for connection in tuple(self.server_state.connections):
            if isinstance(connection, HttpProtocol):
                # Closed at once, or after the answer that is on its way.
                connection.shutdown()

    async def end(self) -> None:
        """Whatever is left; a client that does not read, or what takes too long."""
        self.accept_no_more()
        connections: Any = tuple(self.server_state.connections)
        for connection in connections:
            connection.abort()
        for task in await still_running(self.server_state.tasks):
            task.cancel()
        await still_running(self.server_state.tasks)


async def still_running(tasks: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
    """Those that have not ended half a second from now."""
    return (await asyncio.wait(tasks, timeout=0.5))[1] if tasks else set()

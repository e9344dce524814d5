"""A line between two programs, which can be made to stall and to be cut."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from tests.processes import free_port

BUFFER = 32_768
"""Bytes that the system keeps for whoever does not read: few, so that the other side notices."""


class Line:
    """What comes to `port` goes on to `target` on this machine, and back."""

    def __init__(self, target: int) -> None:
        self.port, self.target = free_port(), target
        self.flows = asyncio.Event()
        self.flows.set()
        self.ends: set[asyncio.StreamWriter] = set()
        self.carried = 0
        """How many connections there were."""

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Line"]:
        server = await asyncio.start_server(self.carry, "127.0.0.1", self.port, limit=BUFFER)
        async with server:
            try:
                yield self
            finally:
                server.close()
                self.flows.set()
                await self.cut()

    def stall(self) -> None:
        """Nothing passes, and nobody is told; whoever connects is let in all the same."""
        self.flows.clear()

    def go_on(self) -> None:
        self.flows.set()

    async def cut(self) -> int:
        """Reset whatever is connected, without a goodbye; how many ends there were."""
        ends = [*self.ends]
        for end in ends:
            end.transport.abort()
        await asyncio.sleep(0)
        return len(ends)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it."""
        self.carried += 1
        with self.held(writer), suppress(OSError):
            there, back = await connection_to(self.target)
            with self.held(back):
                ways = self.pump(reader, back), self.pump(there, writer)
                tasks = [asyncio.create_task(way) for way in ways]
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(BUFFER):
            await self.flows.wait()
            writer.write(piece)
            await writer.drain()

    @contextmanager
    def held(self, end: asyncio.StreamWriter) -> Iterator[None]:
        self.ends.add(end)
        try:
            yield
        finally:
            self.ends.discard(end)
            end.close()


def connected_socket(port: int) -> socket.socket:
    """To this machine, which accepts at once or not at all; with a small buffer to read from."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        found.connect(("127.0.0.1", port))
    except OSError:
        found.close()
        raise
    found.setblocking(False)
    return found


async def connection_to(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection(sock=connected_socket(port), limit=BUFFER)

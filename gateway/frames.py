"""What goes over a socket: JSON objects in and out, or the reason why it closes."""

import asyncio
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect

from gateway.operations import Refused, decoded

SEND_SECONDS = 10
CLOSE_SECONDS = 5
LONGEST_ID = 100
LONGEST_REASON = 123
"""Bytes: what a close frame holds beside its code."""

Message = dict[str, Any]


class Closing(Exception):
    """The socket ends, with a code of the protocol and a reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


TEXT = "mentorgraph.text"
"""The transport's way to write a text frame at once, among the extensions of the scope."""


class Frames:
    def __init__(self, websocket: WebSocket) -> None:
        self.websocket = websocket
        extensions = websocket.scope.get("extensions") or {}
        self.write_at_once: Callable[[bytes], bool] = extensions.get(TEXT, never)
        self.code = 1006
        """With which it was closed, by whom ever; 1006: it was not."""
        self.length = 0
        """Of the last message, in bytes."""

    async def receive(self) -> Message:
        """The next message; Closing if it is no JSON object, WebSocketDisconnect at the end."""
        frame = await self.websocket.receive()
        if frame["type"] == "websocket.disconnect":
            self.code = frame.get("code", 1006)
            raise WebSocketDisconnect(self.code)
        content = frame.get("text") or frame.get("bytes") or b""
        self.length = len(content)
        try:
            message = decoded("The message", content)
        except Refused as error:
            raise Closing(4400, error.reason) from None
        if not isinstance(message, dict):
            raise Closing(4400, "Each message is a JSON object with a `type`")
        return message

    async def send(self, **message: Any) -> None:
        """Send, or close for a client that has not read for ten seconds: it resumes later."""
        await self.write(orjson.dumps(message))

    async def next(self, id: str, encoded: bytes) -> None:
        """A result of the operation: the JSON that others may be sent, too, under its own id."""
        await self.write(b'{"id":%b,"type":"next","payload":%b}' % (orjson.dumps(id), encoded))

    async def write(self, message: bytes) -> None:
        if self.write_at_once(message):
            return
        text = message.decode()
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self.websocket.send_text(text)
        except TimeoutError:
            raise Closing(1013, "Reading too slowly; connect again and resume") from None
        except RuntimeError:
            # The transport is closing already, for a frame too large or a server that stops.
            raise WebSocketDisconnect(1006) from None

    async def close(self, code: int, reason: str) -> None:
        """Say why, unless the client does not read even that."""
        self.code = code
        fitting = reason.encode()[:LONGEST_REASON].decode(errors="ignore")
        with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.websocket.close(code, fitting)


def never(text: bytes) -> bool:
    """Where the transport has no such way."""
    return False


def id_of(message: Message) -> str:
    id = message.get("id")
    if not isinstance(id, str) or not 0 < len(id) <= LONGEST_ID:
        raise Closing(4400, f"`id` must be a string of 1 to {LONGEST_ID} characters")
    return id


def payload_of(message: Message) -> Message:
    payload = message.get("payload")
    if not isinstance(payload, dict | None):
        raise Closing(4400, "`payload` must be an object or null")
    return payload or {}


def frame_head(length: int) -> bytes:
    """The head of a whole, unmasked text frame: https://www.rfc-editor.org/rfc/rfc6455#section-5.2."""
    if length < 126:
        return bytes((0x81, length))
    if length < 65_536:
        return struct.pack("!BBH", 0x81, 126, length)
    return struct.pack("!BBQ", 0x81, 127, length)

"""Translating with a LibreTranslate server: https://docs.libretranslate.com.

Nobody else is asked, whatever it answers: redirects are not followed, and neither proxies nor
passwords are taken from the environment. What it says is bounded in time and in size.
"""

import asyncio
import ssl
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
import orjson

from settings import get_settings

SECONDS = 6.0
"""For all of it, waiting for one's turn included."""
MOST_AT_ONCE = 4
LARGEST_ANSWER = 200_000
LONGEST_CODE = 16

TEXT_REFUSED = 400


class Failed(Exception):
    """It did not answer in time, at all, or sensibly."""


class Refused(Exception):
    """It does not translate this text, or not into that language."""


@dataclass(frozen=True, slots=True)
class Translated:
    text: str
    source: str | None
    """The language that it found, where none was given."""


@dataclass(frozen=True, slots=True, eq=False)
class Translator:
    """One server, and the few questions that may wait for it."""

    url: str
    key: str | None
    turns: asyncio.Semaphore

    async def translate(self, text: str, source: str | None, to: str) -> Translated:
        """Raises Refused or Failed."""
        asked = {"q": text, "source": source or "auto", "target": to, "format": "text"}
        try:
            async with asyncio.timeout(SECONDS), self.turns:
                status, said = await self.post(asked | ({"api_key": self.key} if self.key else {}))
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL) as error:
            raise Failed(type(error).__name__) from error
        if status == TEXT_REFUSED:
            raise Refused
        if status != httpx.codes.OK:
            raise Failed(f"status {status}")
        return read(said, source)

    async def post(self, asked: dict[str, str]) -> tuple[int, bytes]:
        """The status, and what was said; Failed if that is too much."""
        options: dict[str, Any] = {"trust_env": False, "verify": tls(), "timeout": SECONDS}
        async with (
            httpx.AsyncClient(**options) as client,
            client.stream("POST", f"{self.url.rstrip('/')}/translate", json=asked) as response,
        ):
            said = b""
            async for part in response.aiter_bytes():
                said += part
                if len(said) > LARGEST_ANSWER:
                    raise Failed("too large")
            return response.status_code, said


def read(said: bytes, source: str | None) -> Translated:
    """What LibreTranslate answers; Failed for anything else."""
    try:
        answer = orjson.loads(said)
        text = answer["translatedText"]
        found = source or answer.get("detectedLanguage", {}).get("language")
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Failed(type(error).__name__) from None
    if not isinstance(text, str) or "\x00" in text:
        raise Failed("no text")
    return Translated(text, found[:LONGEST_CODE] if isinstance(found, str) else None)


@cache
def tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def configured() -> Translator | None:
    """The server of the settings, the same object each time; None if there is none."""
    settings = get_settings()
    return made(settings.translate_url, settings.translate_key)


@cache
def made(url: str | None, key: str | None) -> Translator | None:
    return Translator(url, key, asyncio.Semaphore(MOST_AT_ONCE)) if url else None

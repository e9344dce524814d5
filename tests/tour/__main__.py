"""`scripts/tour [URL]`: the whole story against a running server, each step with its time.

Ends with a non-zero exit at the first thing that is not as it should be.
"""

import asyncio
import sys
import time
from urllib.parse import urlsplit

import httpx
import websockets

from settings import get_settings
from tests.tour import arriving, growing, talking
from tests.tour.people import Unexpected
from tests.tour.story import Story

STEPS = (
    *(arriving.ready, arriving.register, arriving.verify, arriving.refresh),
    *(arriving.profiles, arriving.enroll),
    *(talking.suggest, talking.request, talking.talk, talking.resume, talking.retry, talking.read),
    *(growing.goal, growing.progress, growing.search, growing.analytics, growing.strangers),
    growing.leave,
)
"""What a step does is its docstring; what it found is what it returns."""

FAILURES = (Unexpected, httpx.HTTPError, websockets.WebSocketException, TimeoutError)


async def walk(url: str) -> int:
    """The exit code: 0 if every step was as it should be."""
    story, begun = Story(url.rstrip("/")), time.perf_counter()
    for number, each in enumerate(STEPS, 1):
        started = time.perf_counter()
        try:
            found = await each(story)
        except FAILURES as error:
            print(f"{number:3}  FAILED   {each.__doc__}\n     {error!r}", flush=True)
            return 1
        took = (time.perf_counter() - started) * 1000
        print(f"{number:3}  {took:6.0f} ms  {each.__doc__}: {found}", flush=True)
    print(f"\n{len(STEPS)} steps in {time.perf_counter() - begun:.1f} s. All is as it should be.")
    return 0


def main() -> None:
    settings = get_settings()
    url = sys.argv[1] if len(sys.argv) > 1 else f"http://{settings.host}:{settings.port}"
    if not urlsplit(url).scheme.startswith("http"):
        sys.exit("Usage: scripts/tour [URL], such as http://127.0.0.1:8000")
    sys.exit(asyncio.run(walk(url)))


if __name__ == "__main__":
    main()

"""A headless Chromium for the tests that need one, where the machine has it."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome")

# Milliseconds a page may take to show what a test expects of it.
LONGEST_WAIT = 20_000

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@dataclass
class Visit:
    """A browser tab that remembers every address it asked for and every complaint it made."""

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    """The machine's own Chromium, one for a whole test file; skips where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"No browser here: install one of {', '.join(NAMES)}")
    expect.set_options(timeout=LONGEST_WAIT)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def visit(chromium: Browser) -> AsyncIterator[Visit]:
    """A fresh tab with nothing stored, as somebody has who comes for the first time."""
    async with await chromium.new_context(viewport={"width": 1400, "height": 900}) as context:
        yield Visit(await context.new_page())

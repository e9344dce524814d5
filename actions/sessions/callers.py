"""Who asks to be signed in, as far as a request tells."""

import re
from dataclasses import dataclass

from models import Session

LONGEST_AGENT = 512

BROWSERS = {
    "Edg": "Edge",
    "EdgA": "Edge",
    "EdgiOS": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Vivaldi": "Vivaldi",
    "FxiOS": "Firefox",
    "Firefox": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
"""By the product in a User-Agent. Each names itself before those that it claims to be, too."""

SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Macintosh": "macOS",
    "Linux": "Linux",
}
"""By a word of a User-Agent; Android also says Linux."""

PRODUCT = re.compile(r"([A-Za-z][A-Za-z0-9.-]{0,30})/")
UNKNOWN = "Unknown device"


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a sign-in comes from."""

    address: str = ""
    """As limits count it."""
    agent: str = ""
    """The User-Agent header."""
    device: str | None = None
    """The token that it got when somebody signed in on it before."""
    session: Session | None = None
    """What it is signed in with, which a new session takes the place of."""

    @property
    def label(self) -> str:
        return label_of(self.agent)


def label_of(agent: str) -> str:
    """What people would call it: `Firefox on Linux`, `python-httpx`, `Unknown device`.

    It is whatever the client says that it is, so it helps its owner and proves nothing.
    """
    agent = agent[:LONGEST_AGENT]
    products = PRODUCT.findall(agent)
    browser = next((name for key, name in BROWSERS.items() if key in products), None)
    system = next((name for key, name in SYSTEMS.items() if key in agent), None)
    named = browser or next((name for name in products if name != "Mozilla"), None)
    if named and system:
        return f"{named} on {system}"
    return named or system or UNKNOWN

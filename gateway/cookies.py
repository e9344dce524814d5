"""Sessions of browsers in cookies that no script reads and no other host can set.

`__Host-` makes browsers insist on Secure, on this host and on the path `/`:
https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-20#section-4.1.3.2
"""

from context import DEVICE, REFRESH, SESSION, Jar
from gateway.heads import Head
from gateway.origins import Headers, is_own_page

PREFIX = "__Host-"
NAMES = {f"{PREFIX}{name}": name for name in (SESSION, REFRESH, DEVICE)}
LONGEST = 100
"""Of a value; tokens are shorter."""

ONCE_HERE = "Path=/; Secure; HttpOnly; SameSite=Strict"
LINKED_TO = "Path=/; Secure; HttpOnly; SameSite=Lax"
"""A link from elsewhere may lead to a page that knows its visitor."""


def jar_of(head: Head) -> Jar:
    """What the browser of our own page sent; nothing of any other, for it was not asked by us."""
    cookies = head.get(b"cookie")
    return Jar(sent_in(cookies)) if cookies and is_own_page(head) else Jar()


def sent_in(cookies: bytes) -> dict[str, str]:
    # Two headers are joined with a comma, though a browser sends one, with semicolons.
    pairs = (pair.partition("=") for pair in cookies.decode("latin-1").replace(",", ";").split(";"))
    found = {name.strip(): value.strip() for name, _, value in pairs}
    return {NAMES[name]: value[:LONGEST] for name, value in found.items() if name in NAMES}


def lines_for(jar: Jar | None) -> Headers:
    """What the browser is told to keep, and to forget."""
    if jar is None or not jar.kept:
        return []
    lines = []
    for name, (value, seconds) in jar.kept.items():
        rules = LINKED_TO if name == SESSION else ONCE_HERE
        lines.append(f"{PREFIX}{name}={value}; Max-Age={seconds}; {rules}")
    return [(b"set-cookie", line.encode("latin-1")) for line in lines]

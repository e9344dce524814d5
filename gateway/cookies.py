"""Sessions of browsers in cookies that no script reads and no other host can set.

`__Host-` makes browsers insist on Secure, on this host and on the path `/`:
https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-20#section-4.1.3.2
"""

from collections import Counter

from context import DEVICE, REFRESH, SESSION, Jar
from gateway.heads import Head
from gateway.origins import Headers, is_own_page

NAMES = {f"__Host-{name}".encode(): name for name in (SESSION, REFRESH, DEVICE)}
LONGEST = 100
"""Of a value; tokens are shorter."""

RULES = "Path=/; Secure; HttpOnly; SameSite=Strict"
TWO_PROOFS = f"Remove the cookie `__Host-{SESSION}`; the bearer token is the proof"


def jar_of(head: Head) -> Jar:
    """What the browser of our own page sent; nothing of any other, for it was not asked by us."""
    cookies = head.get(b"cookie")
    return Jar(sent_in(cookies)) if cookies and is_own_page(head) else Jar()


def has_session_cookie(head: Head) -> bool:
    """Whether the browser sends a session along, whatever page asks."""
    return SESSION in sent_in(head.get(b"cookie", b""))


def sent_in(cookies: bytes) -> dict[str, str]:
    """Those of ours, by what they hold.

    Only `;` parts cookies, and only blanks and tabs are around them: what another host could set
    must not read like a name that it cannot. A name that is there twice is nobody's.
    """
    pairs = [pair.partition(b"=") for pair in cookies.split(b";")]
    found = [(NAMES.get(name.strip(b" \t")), value.strip(b" \t")) for name, _, value in pairs]
    times = Counter(name for name, _ in found)
    return {n: v[:LONGEST].decode("latin-1") for n, v in found if n and times[n] == 1}


def lines_for(jar: Jar | None) -> Headers:
    """What the browser is told to keep, and to forget."""
    kept = jar.kept.items() if jar else ()
    return [
        (b"set-cookie", f"__Host-{name}={value}; Max-Age={seconds}; {RULES}".encode("latin-1"))
        for name, (value, seconds) in kept
    ]

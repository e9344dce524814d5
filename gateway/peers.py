"""How many TCP connections are open, in all and from each address: a slow one costs memory, too."""

import logging
import resource
from collections import Counter

from gateway.addresses import counted, is_trusted
from settings import get_settings

log = logging.getLogger("mentorgraph.gateway")

FILES_BESIDE = 500
"""For the database, the bus, logs and what is being refused."""

FULL = "Too many connections are open; come back in a moment"
YOURS_ARE_FULL = "Too many connections are open from your address; use those again that you have"


def make_room() -> None:
    """Let this process have as many files open as it may have connections, if the system does."""
    wanted = get_settings().max_connections + FILES_BESIDE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= wanted or soft == resource.RLIM_INFINITY:
        return
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    if most < wanted:
        log.warning("Only %d files may be open; raise the limit or lower MAX_CONNECTIONS", most)


class Peers:
    """One per process. A proxy that is trusted speaks for many, and is not counted as one."""

    def __init__(self) -> None:
        self.total = 0
        self.by_address: Counter[str] = Counter()

    def enter(self, host: str) -> str | None:
        """Count a connection; why it is one too many, if it is. `leave` must follow either way."""
        settings, address = get_settings(), counted(host)
        self.total += 1
        self.by_address[address] += 1
        if self.total > settings.max_connections:
            return FULL
        if is_trusted(host, settings.trusted_proxies):
            return None
        is_much = self.by_address[address] > settings.max_connections_per_address
        return YOURS_ARE_FULL if is_much else None

    def leave(self, host: str) -> None:
        address = counted(host)
        self.total -= 1
        self.by_address[address] -= 1
        if not self.by_address[address]:
            del self.by_address[address]


peers = Peers()

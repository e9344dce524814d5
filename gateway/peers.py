"""How many TCP connections are open, in all and from each address: a slow one costs memory, too."""

from collections import Counter

from gateway.addresses import counted, is_trusted
from settings import get_settings

FULL = "Too many connections are open; come back in a moment"
YOURS_ARE_FULL = "Too many connections are open from your address; use those again that you have"


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

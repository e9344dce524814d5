"""Where a request comes from, as limits count it."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from gateway.heads import Head
from settings import get_settings

UNKNOWN = ""
"""A local socket, or something that is no address."""


def address_of(scope: Any, head: Head) -> str:
    """The peer or, where a proxy that we trust says so, the client that it speaks for.

    IPv6 as its /64 network: whoever has one address of it has all of them.
    """
    client = scope.get("client")
    peer: str = client[0] if client else UNKNOWN
    forwarded = head.get(b"x-forwarded-for")
    if forwarded is not None and is_trusted(peer, get_settings().trusted_proxies):
        peer = before_the_proxies(forwarded.decode("latin-1"), peer)
    return counted(peer)


def before_the_proxies(forwarded: str, peer: str) -> str:
    """The last address that is no proxy of ours; anybody could have written those before it."""
    proxies = get_settings().trusted_proxies
    for part in reversed(forwarded.split(",")):
        peer = part.strip()
        if not is_trusted(peer, proxies):
            break
    return peer


@lru_cache(maxsize=1_024)
def is_trusted(address: str, proxies: tuple[str, ...]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in ip_network(proxy) for proxy in proxies)


@lru_cache(maxsize=4_096)
def counted(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return UNKNOWN
    if isinstance(found, IPv6Address):
        own = found.ipv4_mapped
        return str(own) if own else str(ip_network((found, 64), strict=False))
    return str(found)

"""Where a request comes from, as limits count it."""

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from gateway.heads import Head
from settings import get_settings

WITH_PORT = re.compile(r"\[(.+)\](?::\d+)?|([\d.]+):\d+")
LONGEST = 64
"""Characters that are looked at of what might be an address."""
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
    """The last address that is no proxy of ours; anybody could have written those before it.

    Of something that is no address, the proxy is counted that wrote it.
    """
    proxies = get_settings().trusted_proxies
    for part in reversed(forwarded.split(",")):
        if not (address := without_port(part.strip()[:LONGEST])):
            break
        peer = address
        if not is_trusted(peer, proxies):
            break
    return peer


@lru_cache(maxsize=4_096)
def without_port(written: str) -> str:
    """The address of `192.0.2.1`, `192.0.2.1:80`, `[2001:db8::1]:80`; empty if there is none."""
    found = WITH_PORT.fullmatch(written)
    address = (found[1] or found[2]) if found else written
    return address if parsed(address) else UNKNOWN


@lru_cache(maxsize=1_024)
def is_trusted(address: str, proxies: tuple[str, ...]) -> bool:
    found = parsed(address)
    return found is not None and any(found in ip_network(proxy) for proxy in proxies)


@lru_cache(maxsize=4_096)
def counted(address: str) -> str:
    found = parsed(address)
    if found is None:
        return UNKNOWN
    return str(ip_network((found, 64), strict=False) if found.version == 6 else found)


def parsed(address: str) -> IPv4Address | IPv6Address | None:
    """An address of IPv4 that is written as one of IPv6 is what it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return None
    return (found.ipv4_mapped if isinstance(found, IPv6Address) else None) or found

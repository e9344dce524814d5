"""Where a request comes from is said by the network, or by a proxy that the settings trust."""

import pytest

from gateway import addresses
from gateway.addresses import address_of
from settings import Settings


@pytest.fixture(autouse=True)
def _one_proxy(settings: Settings, monkeypatch):
    trusting = settings.model_copy(update={"trusted_proxies": ("10.0.0.0/8",)})
    monkeypatch.setattr(addresses, "get_settings", lambda: trusting)


def found(peer: str | None, forwarded: str | None = None) -> str:
    head = {} if forwarded is None else {b"x-forwarded-for": forwarded.encode()}
    return address_of({"client": peer and (peer, 50_000)}, head)


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("not an address", ""),
        (None, ""),
    ],
)
def test_one_customer_of_a_network_is_one_address(peer, expected):
    assert found(peer) == expected


@pytest.mark.parametrize("forwarded", ["198.51.100.1", "198.51.100.1, 10.0.0.2", "x"])
def test_nobody_can_say_to_be_somewhere_else(forwarded):
    assert found("192.0.2.7", forwarded) == "192.0.2.7"


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("198.51.100.1,10.0.0.3 ,10.0.0.2", "198.51.100.1"),
        ("10.0.0.3", "10.0.0.3"),
        ("198.51.100.1:5555", "198.51.100.1"),
        ("198.51.100.1, 10.0.0.2:80", "198.51.100.1"),
        ("198.51.100.1, ::ffff:10.0.0.2", "198.51.100.1"),
        ("198.51.100.1, [::ffff:10.0.0.2]:80", "198.51.100.1"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:80", "2001:db8:1:2::/64"),
        ("[::ffff:198.51.100.1]:80", "198.51.100.1"),
    ],
)
def test_a_trusted_proxy_says_whom_it_speaks_for(forwarded, expected):
    assert found("10.0.0.1", forwarded) == expected
    assert found("::ffff:10.0.0.1", forwarded) == expected


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("", "10.0.0.1"),
        ("unknown", "10.0.0.1"),
        ("_hidden:80", "10.0.0.1"),
        ("198.51.100.1:", "10.0.0.1"),
        ("[198.51.100.1", "10.0.0.1"),
        ("1" * 5_000, "10.0.0.1"),
        ("198.51.100.1, elsewhere", "10.0.0.1"),
        ("198.51.100.1, elsewhere, 10.0.0.2", "10.0.0.2"),
        ("198.51.100.1,", "10.0.0.1"),
    ],
)
def test_where_no_address_is_said_the_proxy_is_counted_that_said_it(forwarded, expected):
    assert found("10.0.0.1", forwarded) == expected

"""A page of another origin cannot have its visitors' browsers act here."""

import pytest

from gateway import origins
from gateway.cookies import has_session_cookie
from gateway.origins import may_act
from settings import Settings

FRIEND = b"https://app.example"
OWN = b"https://mentorgraph.example"
STRANGER = b"https://elsewhere.example"
HOST = b"mentorgraph.example"

ALLOWED = {
    "no browser": {},
    "our own page, in a browser that says so": {b"sec-fetch-site": b"same-origin"},
    "our own page, behind a proxy that renames the host": {
        b"sec-fetch-site": b"same-origin",
        b"origin": b"https://renamed.example",
    },
    "an address somebody typed": {b"sec-fetch-site": b"none"},
    "our own page, in an older browser": {b"origin": OWN},
    "our own page without TLS, in an older browser": {b"origin": b"http://" + HOST},
    "a friend's page": {b"sec-fetch-site": b"cross-site", b"origin": FRIEND},
    "a friend's page on our site": {b"sec-fetch-site": b"same-site", b"origin": FRIEND},
    "a friend's page, in an older browser": {b"origin": FRIEND},
}

REFUSED = {
    "a stranger's page": {b"sec-fetch-site": b"cross-site", b"origin": STRANGER},
    "a stranger's picture or script": {b"sec-fetch-site": b"cross-site"},
    "a picture on a friend's page": {b"sec-fetch-site": b"same-site"},
    "a stranger's page, in an older browser": {b"origin": STRANGER},
    "a page that says not where it is from": {b"origin": b"null"},
    "a page that says it empty": {b"origin": b""},
    "an origin that is none": {b"origin": b"://"},
    "an origin without a scheme": {b"origin": HOST},
    "an origin of another kind": {b"origin": b"ftp://" + HOST},
    "our name in front of another": {b"origin": OWN + b".elsewhere.example"},
    "our host on another port": {b"origin": OWN + b":8443"},
    "a friend's name in front of another": {b"origin": FRIEND + b".elsewhere.example"},
    "two origins": {b"origin": FRIEND + b"," + STRANGER},
    "a site there is not": {b"sec-fetch-site": b"elsewhere"},
    "our own page, as another browser's header says": {
        b"sec-fetch-site": b"cross-site",
        b"origin": OWN,
    },
}


@pytest.fixture(autouse=True)
def _one_friend(settings: Settings, monkeypatch):
    allowing = settings.model_copy(update={"allowed_origins": (FRIEND.decode(),)})
    monkeypatch.setattr(origins, "get_settings", lambda: allowing)


@pytest.mark.parametrize("head", ALLOWED.values(), ids=ALLOWED.keys())
def test_who_may_act_is_let_through(head):
    assert may_act({b"host": HOST, **head})


@pytest.mark.parametrize("head", REFUSED.values(), ids=REFUSED.keys())
def test_all_others_are_not(head):
    assert not may_act({b"host": HOST, **head})


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        (None, False),
        (b"", False),
        (b"theme=dark", False),
        (b"__Host-sid=abc", True),
        (b"theme=dark; __Host-sid=abc", True),
        (b"theme=dark,__Host-sid=abc", False),
        (b"__Host-sid", True),
        (b"\xa0__Host-sid=abc", False),
        (b"__Host-sid=abc; __Host-sid=abd", False),
        (b"x__Host-sid=abc", False),
        (b"theme=__Host-sid", False),
        (b"__host-sid=abc", False),
    ],
)
def test_a_session_is_found_among_the_cookies(cookie, expected):
    head = {} if cookie is None else {b"cookie": cookie}

    assert has_session_cookie(head) == expected

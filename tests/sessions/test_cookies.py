"""A page of ours is signed in by cookies that its scripts cannot read, and no other page is."""

import pytest

from models import Session
from tests.cast import given_token, given_user, token_of
from tests.edge import Edge
from tests.sessions.accounts import PASSWORD, given_account

OURS = {"sec-fetch-site": "same-origin"}
SIGN_IN = """
mutation ($email: String!, $password: String!) {
  signIn(input: { email: $email, password: $password, inCookies: true }) {
    __typename
    ... on SignInPayload { tokens { accessToken } deviceToken viewer { email } }
    ... on Problem { reason }
  }
}
"""
WHO = "{ viewer { email } }"
REFRESH = """
mutation { refresh(input: {}) {
  __typename ... on RefreshPayload { tokens { accessToken } viewer { email } }
} }
"""
SIGN_OUT = "mutation { signOut { signedOutAt } }"


class Browser:
    """Keeps cookies, and sends them with whatever a page asks."""

    def __init__(self, edge: Edge) -> None:
        self.edge = edge
        self.cookies: dict[str, str] = {}
        self.rules: dict[str, str] = {}

    async def ask(self, query: str, head: dict[str, str] = OURS, **variables: object):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = head | ({"cookie": cookies} if cookies else {})
        body = {"query": query, "variables": variables}
        answer = await self.edge.http.post("/graphql", json=body, headers=sent)
        self.edge.http.cookies.clear()
        for line in answer.headers.get_list("set-cookie"):
            pair, _, self.rules[pair.partition("=")[0]] = line.partition("; ")
            name, _, value = pair.partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in line:
                del self.cookies[name]
        return answer.json()


@pytest.fixture
async def browser(edge: Edge) -> Browser:
    return Browser(edge)


async def signed_in(browser: Browser):
    ada = await given_account("Ada")
    answer = await browser.ask(SIGN_IN, email=ada.email, password=PASSWORD)
    return ada, answer["data"]["signIn"]


async def test_tokens_go_into_cookies_and_into_nothing_a_script_reads(browser: Browser):
    ada, payload = await signed_in(browser)

    assert payload == {
        "__typename": "SignInPayload",
        "tokens": None,
        "deviceToken": None,
        "viewer": {"email": ada.email},
    }
    assert browser.cookies.keys() == {"__Host-sid", "__Host-refresh", "__Host-device"}
    for rule in browser.rules.values():
        assert {"Path=/", "Secure", "HttpOnly", "SameSite=Strict"} <= {*rule.split("; ")}


async def test_a_page_of_ours_is_who_signed_in(browser: Browser):
    ada, _ = await signed_in(browser)

    assert (await browser.ask(WHO))["data"] == {"viewer": {"email": ada.email}}


@pytest.mark.parametrize(
    "head",
    [{}, {"sec-fetch-site": "none"}, {"origin": "https://elsewhere.example"}],
    ids=["no page", "an address typed", "a page elsewhere"],
)
async def test_cookies_say_nothing_where_no_page_of_ours_asks(browser: Browser, head):
    await signed_in(browser)

    answer = await browser.ask(WHO, head)

    assert (answer.get("data") or {"viewer": None}) == {"viewer": None}


async def test_a_page_renews_its_session_without_seeing_a_token(browser: Browser):
    ada, _ = await signed_in(browser)
    before = dict(browser.cookies)
    del browser.cookies["__Host-sid"]

    answer = await browser.ask(REFRESH)

    assert answer["data"]["refresh"] == {
        "__typename": "RefreshPayload",
        "tokens": None,
        "viewer": {"email": ada.email},
    }
    assert browser.cookies["__Host-refresh"] != before["__Host-refresh"]
    assert browser.cookies["__Host-sid"] != before["__Host-sid"]
    assert (await browser.ask(WHO))["data"] == {"viewer": {"email": ada.email}}


async def test_signing_out_leaves_only_the_device_known(browser: Browser):
    await signed_in(browser)

    await browser.ask(SIGN_OUT)

    assert browser.cookies.keys() == {"__Host-device"}
    assert (await browser.ask(WHO))["data"] == {"viewer": None}
    assert await Session.filter(ended_at=None).count() == 0


async def test_nobody_is_signed_out_by_nothing(browser: Browser):
    await signed_in(browser)
    browser.cookies.clear()

    answer = await browser.ask(SIGN_OUT)

    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert await Session.filter(ended_at=None).count() == 1


async def test_signing_out_needs_no_more_than_the_cookie_that_renews(browser: Browser):
    await signed_in(browser)
    await given_token(await given_user("Bo"))
    del browser.cookies["__Host-sid"]

    answer = await browser.ask(SIGN_OUT)

    assert answer["data"]["signOut"]["signedOutAt"]
    assert browser.cookies.keys() == {"__Host-device"}
    assert await Session.filter(ended_at=None).count() == 1


async def test_a_cookie_that_was_renewed_meanwhile_signs_out_too(browser: Browser):
    await signed_in(browser)
    old = browser.cookies["__Host-refresh"]
    await browser.ask(REFRESH)
    browser.cookies = {"__Host-refresh": old}

    await browser.ask(SIGN_OUT)

    assert browser.cookies == {}
    assert await Session.filter(ended_at=None).count() == 0


async def test_a_cookie_of_no_session_is_forgotten_and_ends_none(browser: Browser):
    await signed_in(browser)
    browser.cookies = {"__Host-refresh": "x" * 43}

    await browser.ask(SIGN_OUT)

    assert browser.cookies == {}
    assert await Session.filter(ended_at=None).count() == 1


async def test_a_page_elsewhere_signs_nobody_out(browser: Browser):
    await signed_in(browser)
    del browser.cookies["__Host-sid"]

    await browser.ask(SIGN_OUT, {"origin": "https://elsewhere.example"})

    assert await Session.filter(ended_at=None).count() == 1


async def test_a_cookie_of_an_ended_session_is_nobodys_and_goes(browser: Browser):
    await signed_in(browser)
    await Session.all().update(access_hash="0" * 64)

    answer = await browser.ask(WHO)

    assert answer == {"data": {"viewer": None}, "extensions": answer["extensions"]}
    assert "__Host-sid" not in browser.cookies


async def test_nothing_is_refreshed_without_a_cookie(browser: Browser):
    answer = await browser.ask(REFRESH)

    assert answer["data"]["refresh"]["__typename"] == "Unauthenticated"


async def test_on_a_socket_cookies_cannot_be_kept(edge: Edge):
    ada = await given_account("Ada")
    variables = {"email": ada.email, "password": PASSWORD}

    async with edge.listen(ada, SIGN_IN, **variables) as answers:
        answer = await anext(answers)

    assert answer["signIn"]["__typename"] == "Invalid"
    assert await Session.filter(method="PASSWORD").count() == 1


@pytest.mark.parametrize("before", [b"theme=a,", b"\xa0", b"\x85", b"__Host-sid=x; "])
async def test_a_cookie_that_another_host_could_set_is_nobodys(edge: Edge, before: bytes):
    mallory = await token_of(await given_account("Mallory"))
    cookie = before + f"__Host-sid={mallory}".encode()
    head = {b"cookie": cookie, b"sec-fetch-site": b"same-origin"}

    answer = await edge.http.post("/graphql", json={"query": WHO}, headers=head)

    assert answer.json()["data"] == {"viewer": None}

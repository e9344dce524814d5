"""The page a mailed link leads to, looked at through a real browser."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from actions import passwords, sessions
from gateway.pages import FILES
from models import EmailChange, PasswordReset, Registration, User
from tests.browser import Visit, chromium, visit
from tests.edge import Edge
from tests.gateway.faults import broken, logged
from tests.sessions.accounts import PASSWORD, given_account

__all__ = ["chromium", "visit"]


@pytest.fixture
async def ada(edge: Edge) -> Registration:
    """Registered, and not verified yet."""
    return await Registration.create(
        name="Ada <b>Lovelace</b>",
        email="ada@example.org",
        time_zone="UTC",
        password_hash=await passwords.hash_of(PASSWORD),
    )


async def opened(visit: Visit, edge: Edge, token: str, password: str = PASSWORD) -> None:
    await visit.page.goto(f"{edge.url}/verify#{token}")
    await visit.page.get_by_label("Password").fill(password)


async def test_the_password_and_one_click_prove_the_address(
    edge: Edge, ada: Registration, visit: Visit
):
    await opened(visit, edge, await sessions.new_link(ada))

    await visit.page.get_by_role("button", name="Verify my address").click()

    thanks = "Thank you, Ada <b>Lovelace</b>. You can sign in now."
    await expect(visit.page.get_by_role("status")).to_have_text(thanks)
    await expect(visit.page.get_by_role("button")).to_be_disabled()
    assert await User.exists(email=ada.email)
    assert visit.complaints == []


async def test_a_program_that_only_opens_the_link_proves_nothing(
    edge: Edge, ada: Registration, visit
):
    token = await sessions.new_link(ada)

    await opened(visit, edge, token)

    await expect(visit.page.get_by_role("button")).to_be_enabled()
    assert not await User.exists(email=ada.email)
    assert {urlsplit(address).path for address in visit.asked} == {
        *("/verify", "/verify.js", "/link.js", "/link.css")
    }


async def test_the_token_is_in_no_address_that_is_asked_for(
    edge: Edge, ada: Registration, visit: Visit
):
    token = await sessions.new_link(ada)
    await opened(visit, edge, token)

    await visit.page.get_by_role("button").click()
    await expect(visit.page.get_by_role("status")).to_contain_text("Thank you")

    assert {urlsplit(address).netloc for address in visit.asked} == {urlsplit(edge.url).netloc}
    assert [a for a in visit.asked if token in urlsplit(a)._replace(fragment="").geturl()] == []


async def test_a_link_that_was_used_says_so(edge: Edge, ada: Registration, visit: Visit):
    token = await sessions.new_link(ada)
    await sessions.verify_email(token, PASSWORD)

    await opened(visit, edge, token)
    await visit.page.get_by_role("button").click()

    used = "This link was used or has ended; register again for a new one"
    await expect(visit.page.get_by_role("status")).to_have_text(used)


async def test_another_password_proves_nothing_and_can_be_typed_anew(
    edge: Edge, ada: Registration, visit: Visit
):
    await opened(visit, edge, await sessions.new_link(ada), password="somebody else's password")

    await visit.page.get_by_role("button").click()
    await expect(visit.page.get_by_role("status")).to_contain_text("with another password")
    await visit.page.get_by_label("Password").fill(PASSWORD)
    await visit.page.get_by_role("button").click()

    await expect(visit.page.get_by_role("status")).to_contain_text("Thank you")


async def test_half_a_link_says_so(edge: Edge, visit: Visit):
    await opened(visit, edge, "")

    await visit.page.get_by_role("button").click()

    await expect(visit.page.get_by_role("status")).to_contain_text("not whole")


async def test_who_meets_an_error_of_ours_can_try_again(
    edge: Edge, ada: Registration, visit: Visit, monkeypatch, caplog
):
    await opened(visit, edge, await sessions.new_link(ada))

    with monkeypatch.context() as patched:
        patched.setattr(sessions, "verify_email", broken)
        await visit.page.get_by_role("button").click()
        await expect(visit.page.get_by_role("status")).to_contain_text("Try again")
    await visit.page.get_by_role("button").click()

    await expect(visit.page.get_by_role("status")).to_contain_text("Thank you")
    assert logged(caplog).exc_info


async def test_a_new_address_is_proven_by_one_click(edge: Edge, visit: Visit):
    user = await given_account("Bo")
    change = await EmailChange.create(user=user, before=user.email, email="bo@new.example")
    await visit.page.goto(f"{edge.url}/email#{await sessions.new_email_link(change)}")

    await visit.page.get_by_role("button", name="Use this address").click()

    thanks = "Thank you. Sign in with bo@new.example from now on."
    await expect(visit.page.get_by_role("status")).to_have_text(thanks)
    assert await User.exists(id=user.id, email="bo@new.example")
    assert visit.complaints == []


async def test_a_new_password_is_chosen_and_chosen_again_if_it_is_no_good(edge: Edge, visit: Visit):
    user = await given_account("Bo")
    reset = await PasswordReset.create(email=user.email)
    await visit.page.goto(f"{edge.url}/reset#{await sessions.new_reset_link(reset)}")
    field, button = visit.page.get_by_label("New password"), visit.page.get_by_role("button")

    await field.fill("too short")
    await button.click()
    await expect(visit.page.get_by_role("status")).to_contain_text("Choose 15")
    await field.fill("nine quiet lamps at sea")
    await button.click()

    await expect(visit.page.get_by_role("status")).to_contain_text("Your password is changed")
    assert (await PasswordReset.get()).used_at is not None
    assert visit.complaints == []


@pytest.mark.parametrize("page", ["verify", "reset"])
async def test_what_is_typed_is_hidden_and_the_browser_may_fill_it_in(edge: Edge, visit, page):
    await visit.page.goto(f"{edge.url}/{page}")

    field = visit.page.get_by_label("password", exact=False)
    await expect(field).to_have_attribute("type", "password")
    await expect(field).to_have_attribute("autocomplete", re.compile("^(current|new)-password$"))


@pytest.mark.parametrize("path", FILES)
async def test_nothing_runs_in_the_page_but_its_own_files(edge: Edge, path: str):
    answer = await edge.http.get(path)

    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-cache"

"""GraphiQL at /graphql, looked at through a real browser and file by file."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from graphql import OperationDefinitionNode, parse
from playwright.async_api import Page, expect

from actions import passwords
from gateway.graphiql import assets, examples
from models import Conversation, Credential, User
from schema import ids
from schema.scalars import log_cursor
from tests.browser import Visit, chromium, visit
from tests.cast import given_messages, given_pair, given_user, token_of
from tests.edge import Edge

__all__ = ["chromium", "visit"]

WHO = "query Who { viewer { user { name } } }"
IS_STORED = """(token) =>
    sessionStorage.getItem("graphiql:headers")?.includes(token) &&
    sessionStorage.getItem("graphiql:query")?.includes("Who")
"""
RESULT = ".result-window"
OPEN_TAB = ".graphiql-tab-active"
PANE = ".graphiql-editor-tool"
EXAMPLES = sorted(examples.OPERATIONS.glob("*.graphql"))
BROWSER = {"accept": "text/html"}


@pytest.fixture
def graphiql_url(edge: Edge) -> str:
    return f"{edge.url}/graphql"


def named(operation: str) -> Path:
    """The file of the example that has this name in it."""
    [file] = [f for f in EXAMPLES if re.search(rf"\b{operation}\b", f.read_text("utf-8"))]
    return file


def names_of_examples() -> list[str]:
    texts = "".join(file.read_text("utf-8") for file in EXAMPLES)
    return re.findall(r"^(?:query|mutation|subscription) (\w+)", texts, re.MULTILINE)


def large(answers: list[httpx.Response]) -> list[httpx.Response]:
    return [answer for answer in answers if len(answer.content) > 1000]


async def write(page: Page, pane: str, text: str) -> None:
    await page.locator(pane).locator(".CodeMirror:visible").click()
    await page.keyboard.press("ControlOrMeta+A")
    await page.keyboard.insert_text(text)


async def execute(page: Page) -> None:
    await page.get_by_role("button", name="Execute query").click()


async def run(page: Page, token: str, operation: str, name: str) -> None:
    await page.get_by_role("button", name="Headers").click()
    await write(page, PANE, json.dumps({"Authorization": f"Bearer {token}"}))
    await write(page, ".graphiql-query-editor", operation)
    await expect(page.locator(f"{OPEN_TAB} .graphiql-tab-button")).to_have_text(name)
    await execute(page)


async def listen(page: Page, viewer: User, conversation: Conversation) -> None:
    """From the beginning of the conversation on."""
    where = {"conversationId": ids.encode("conversation", conversation.id)}
    await write(page, PANE, json.dumps({**where, "after": log_cursor(1, 0)}))
    await run(page, await token_of(viewer), named("Listen").read_text("utf-8"), "Listen")


async def test_who_opens_the_endpoint_finds_the_examples_laid_out(
    graphiql_url: str, visit: Visit
) -> None:
    page = visit.page

    await page.goto(graphiql_url)
    await page.get_by_role("button", name="Variables").click()

    await expect(page).to_have_title("Mentorgraph")
    await expect(page.locator(".graphiql-tab-button")).to_have_text(names_of_examples())
    await expect(page.locator(".graphiql-query-editor")).to_contain_text("mutation SignIn")
    await expect(page.locator(PANE)).to_contain_text('"email": "meera@example.org"')


async def test_who_signs_in_on_the_first_tab_is_somebody_on_the_others(
    graphiql_url: str, visit: Visit
) -> None:
    page, ada = visit.page, await given_user("Ada")
    password = "a lamp for the reading room"
    await Credential.create(user=ada, password_hash=await passwords.hash_of(password))

    await page.goto(graphiql_url)
    await write(page, PANE, json.dumps({"email": ada.email, "password": password}))
    await execute(page)
    await expect(page.locator(RESULT)).to_contain_text("accessToken")
    shown = await page.locator(RESULT).inner_text()
    [token] = re.findall(r'"accessToken": "([^"]+)"', shown)
    await page.locator(".graphiql-tab-button", has_text="FirstLook").click()
    await run(page, token, named("FirstLook").read_text("utf-8"), "FirstLook")

    await expect(page.locator(RESULT)).to_contain_text(f'"email": "{ada.email}"')


async def test_a_query_carries_the_headers_of_its_tab(graphiql_url: str, visit: Visit) -> None:
    token = await token_of(await given_user("Ada"))
    await visit.page.goto(graphiql_url)

    await run(visit.page, token, WHO, "Who")

    await expect(visit.page.locator(RESULT)).to_contain_text('"name": "Ada"')


async def test_a_subscription_carries_the_authorization_and_shows_events_as_they_happen(
    graphiql_url: str, visit: Visit
) -> None:
    ada, bo, conversation = await given_pair()
    result = visit.page.locator(RESULT)
    await visit.page.goto(graphiql_url)

    await listen(visit.page, bo, conversation)

    await expect(result).to_contain_text("ConversationOpened")
    await given_messages(ada, conversation, ["Hello"])
    await expect(result).to_contain_text('"body": "Hello"')
    await given_messages(ada, conversation, ["Goodbye"])
    await expect(result).to_contain_text('"body": "Goodbye"')


async def test_the_documentation_is_the_schema_itself(graphiql_url: str, visit: Visit) -> None:
    page = visit.page
    await page.goto(graphiql_url)

    await page.get_by_role("button", name="Show Documentation Explorer").click()
    await page.get_by_role("link", name="Query", exact=True).click()

    docs = page.locator(".graphiql-doc-explorer-content")
    await expect(docs).to_contain_text("You; null if you are not signed in")


async def test_a_token_outlives_a_reload_but_not_the_tab_it_was_typed_in(
    graphiql_url: str, visit: Visit
) -> None:
    token = await token_of(await given_user("Ada"))
    await visit.page.goto(graphiql_url)
    await run(visit.page, token, WHO, "Who")
    await visit.page.wait_for_function(IS_STORED, arg=token)

    await visit.page.reload()
    await execute(visit.page)

    await expect(visit.page.locator(RESULT)).to_contain_text('"name": "Ada"')
    assert await visit.page.evaluate("localStorage.length") == 0


async def test_nothing_is_asked_of_another_server_and_nothing_is_complained_of(
    graphiql_url: str, visit: Visit
) -> None:
    page, (_, bo, conversation) = visit.page, await given_pair()
    await page.goto(graphiql_url)

    await listen(page, bo, conversation)
    await expect(page.locator(RESULT)).to_contain_text("ConversationOpened")
    for panel in ("Show Documentation Explorer", "Show GraphiQL Explorer", "Show History"):
        await page.get_by_role("button", name=panel).click()
    await page.get_by_role("button", name="Open settings dialog").click()
    await expect(page.get_by_role("dialog")).to_be_visible()

    server = urlsplit(graphiql_url).netloc
    assert {urlsplit(address).netloc for address in visit.asked} == {server}
    assert visit.complaints == []


async def test_no_script_runs_in_the_page_but_ours(edge: Edge) -> None:
    answer = await edge.http.get("/graphql", headers=BROWSER)

    assert answer.headers["content-security-policy"].startswith("default-src 'self'; style-src")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert re.findall(r"<script(?! defer src=)|<style|\son\w+=|style=", answer.text) == []


async def test_the_page_says_each_thing_about_itself_once(edge: Edge) -> None:
    answer = await edge.http.get("/graphql", headers=BROWSER)

    names = [name for name, _ in answer.headers.multi_items()]
    assert sorted(names) == sorted(set(names))
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["vary"] == "accept"


async def test_every_file_the_page_names_is_served_and_may_be_kept(edge: Edge) -> None:
    page = await edge.http.get("/graphql", headers=BROWSER)

    named = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
    answers = [await edge.http.get(name) for name in named]

    assert len(named) == len(assets.OURS) + len(assets.THEIRS)
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers.get("content-encoding") for answer in large(answers)} == {"gzip"}
    kept = {answer.headers["cache-control"] for answer in answers}
    assert kept == {"public, max-age=31536000, immutable"}


@pytest.mark.parametrize("name", ["fetch.umd.js", "page.html", "%2e%2e/views.py", "", "x/page.js"])
async def test_no_other_file_is_served(edge: Edge, name: str) -> None:
    answer = await edge.http.get(f"{assets.address()}/{name}")

    assert answer.status_code == 404


async def test_the_style_sheets_bring_their_fonts_and_pictures_along(edge: Edge) -> None:
    sheets = [name for name in (*assets.OURS, *assets.THEIRS) if name.endswith(".css")]

    texts = [(await edge.http.get(f"{assets.address()}/{name}")).text for name in sheets]

    outside = re.findall(r"@import|url\((?!['\"]?data:)", "".join(texts))
    assert outside == []


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: str(file.stem))
def test_an_example_says_what_it_does_and_is_one_named_operation(file: Path) -> None:
    text = file.read_text("utf-8")

    [operation] = parse(text).definitions

    assert text.startswith("# ")
    assert isinstance(operation, OperationDefinitionNode)
    assert operation.name is not None

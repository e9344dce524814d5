"""Cookies as a real browser keeps them, on a page of ours."""

from tests.browser import Visit, chromium, visit
from tests.edge import Edge
from tests.sessions.accounts import PASSWORD, given_account
from tests.sessions.test_cookies import SIGN_IN, WHO

__all__ = ["chromium", "visit"]

ASK = """async ([query, variables]) => {
    const asked = await fetch("/graphql", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query, variables }),
    });
    return await asked.json();
}"""
HEAR = """(query) => new Promise((heard) => {
    const socket = new WebSocket(`ws://${location.host}/graphql`, "graphql-transport-ws");
    const say = (message) => socket.send(JSON.stringify(message));
    socket.onopen = () => say({ type: "connection_init" });
    socket.onmessage = ({ data }) => {
        const message = JSON.parse(data);
        const asking = { id: "1", type: "subscribe", payload: { query } };
        if (message.type === "connection_ack") say(asking);
        if (message.type === "next") heard(message.payload);
    };
    socket.onclose = ({ code }) => heard({ code });
})"""


async def test_a_page_signs_in_and_asks_and_listens_and_sees_no_token(edge: Edge, visit: Visit):
    ada = await given_account("Ada")
    await visit.page.goto(f"{edge.url}/verify")

    variables = {"email": ada.email, "password": PASSWORD}
    signed_in = await visit.page.evaluate(ASK, [SIGN_IN, variables])
    asked = await visit.page.evaluate(ASK, [WHO, {}])
    heard = await visit.page.evaluate(HEAR, WHO)

    assert signed_in["data"]["signIn"]["tokens"] is None
    assert asked["data"] == heard["data"] == {"viewer": {"email": ada.email}}
    assert await visit.page.evaluate("document.cookie") == ""

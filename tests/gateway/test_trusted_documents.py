"""Documents that are known are asked for by their ids, over every transport."""

import pytest

from gateway import admission
from gateway.negotiation import GRAPHQL
from gateway.trusted import Trusted, automatic
from gateway.trusted.manifests import id_of
from tests.cast import given_user, token_of
from tests.edge import Edge, say
from tests.gateway.hostile import in_user, numbered
from tests.gateway.sockets import acknowledged, heard
from tests.settings import settings_with

GREET = "query Greet($if: Boolean!) { __typename @include(if: $if) viewer { email } }"
LONG = in_user(numbered("a#: name", 40))
UNKNOWN = "sha256:" + "0" * 64


@pytest.fixture(autouse=True)
def trusted(tmp_path, monkeypatch) -> None:
    """A server that was given two documents."""
    (tmp_path / "greet.graphql").write_text(GREET)
    (tmp_path / "long.graphql").write_text(LONG)
    known = Trusted()
    known.load(tmp_path)
    monkeypatch.setattr("gateway.trusted.trusted", known)
    automatic.by_hash.clear()


@pytest.fixture
def setting(monkeypatch):
    """Changes settings of the server for a test."""
    return lambda **changes: monkeypatch.setattr(
        admission, "get_settings", settings_with(**changes)
    )


async def post(edge: Edge, viewer=None, **body):
    headers = {"authorization": f"Bearer {await token_of(viewer)}"} if viewer else {}
    return await edge.http.post("/graphql", json=body, headers=headers)


def code(answer) -> tuple[int, str]:
    [error] = answer.json()["errors"]
    return answer.status_code, error["extensions"]["code"]


def persisted(text: str) -> dict[str, object]:
    return {"persistedQuery": {"version": 1, "sha256Hash": id_of(text)}}


@pytest.mark.parametrize("id", [id_of(GREET), f"sha256:{id_of(GREET)}"])
async def test_a_document_is_run_by_its_id(edge: Edge, id):
    answer = await post(edge, documentId=id, variables={"if": True}, operationName="Greet")

    assert answer.status_code == 200
    assert answer.json()["data"] == {"__typename": "Query", "viewer": None}


async def test_a_document_is_run_by_its_id_with_get(edge: Edge):
    params = {"documentId": f"sha256:{id_of(GREET)}", "variables": '{"if":true}'}

    answer = await edge.http.get("/graphql", params=params)

    assert answer.json()["data"] == {"__typename": "Query", "viewer": None}


@pytest.mark.parametrize("rest", [{}, {"query": None}, {"query": ""}])
async def test_a_document_is_run_by_its_id_on_a_socket(edge: Edge, rest):
    payload = {"documentId": id_of(GREET), "variables": {"if": False}, **rest}

    async with acknowledged(edge) as socket:
        await say(socket, id="1", type="subscribe", payload=payload)
        [answer, _] = await heard(socket, "1")

    assert answer["payload"]["data"] == {"viewer": None}


async def test_what_was_given_to_the_server_may_be_longer_than_what_is_sent(edge: Edge):
    ada = await given_user()

    by_id = await post(edge, ada, documentId=id_of(LONG))
    by_text = await post(edge, ada, query=LONG)
    another = await post(edge, ada, query=LONG + " ")

    assert len(by_id.json()["data"]["viewer"]["user"]) == 40
    assert by_text.json() == by_id.json()
    assert code(another) == (200, "QUERY_TOO_LARGE")


@pytest.mark.parametrize("id", [UNKNOWN, "0" * 64, "nothing", "sha256:", "md5:" + "0" * 32])
async def test_an_id_that_is_unknown_is_the_client_s_error(edge: Edge, id):
    answer = await post(edge, documentId=id)

    assert code(answer) == (400, "PERSISTED_QUERY_NOT_FOUND")


async def test_an_id_that_is_unknown_ends_its_operation_and_not_the_socket(edge: Edge):
    async with acknowledged(edge) as socket:
        await say(socket, id="1", type="subscribe", payload={"documentId": UNKNOWN})
        [error] = await heard(socket, "1")
        await say(socket, id="2", type="subscribe", payload={"query": "{ __typename }"})
        [answer, _] = await heard(socket, "2")

    assert error["payload"][0]["extensions"] == {"code": "PERSISTED_QUERY_NOT_FOUND"}
    assert answer["payload"]["data"] == {"__typename": "Query"}


@pytest.mark.parametrize("id", [UNKNOWN, id_of(GREET)])
async def test_an_id_and_a_text_are_not_sent_together(edge: Edge, id):
    answer = await post(edge, documentId=id, query="{ __typename }")

    [error] = answer.json()["errors"]
    assert code(answer) == (400, "BAD_REQUEST")
    assert error["message"] == "Send `documentId` or `query`, not both"


@pytest.mark.parametrize("id", ["", 5, True, [], {}, "a" * 201])
async def test_an_id_that_is_none_is_a_bad_request(edge: Edge, id):
    answer = await post(edge, documentId=id)

    assert code(answer) == (400, "BAD_REQUEST")


async def test_nothing_else_is_run_where_only_trusted_documents_are(edge: Edge, setting):
    setting(only_trusted_documents=True)

    stranger = await post(edge, query="{ __typename }")
    introspection = await post(edge, query="{ __schema { types { name } } }")
    by_id = await post(edge, documentId=id_of(GREET), variables={"if": True})
    by_text = await post(edge, query=GREET, variables={"if": True})

    assert code(stranger) == code(introspection) == (200, "DOCUMENT_NOT_TRUSTED")
    assert by_id.json()["data"] == by_text.json()["data"] == {"__typename": "Query", "viewer": None}


async def test_a_hash_of_apollo_s_finds_a_trusted_document(edge: Edge):
    answer = await post(edge, extensions=persisted(GREET), variables={"if": True})

    assert answer.json()["data"] == {"__typename": "Query", "viewer": None}


async def test_who_does_not_keep_queries_says_so_and_runs_the_text(edge: Edge):
    asked = await post(edge, extensions=persisted("{ __typename }"))
    sent = await post(edge, extensions=persisted("{ __typename }"), query="{ __typename }")

    assert code(asked) == (200, "PERSISTED_QUERY_NOT_SUPPORTED")
    assert asked.json()["errors"][0]["message"] == "PersistedQueryNotSupported"
    assert sent.json()["data"] == {"__typename": "Query"}
    assert len(automatic.by_hash) == 0


async def test_a_query_that_is_kept_is_asked_for_by_its_hash_alone(edge: Edge, setting):
    setting(automatic_persisted_queries=True)
    text = "{ __typename viewer { email } }"

    before = await post(edge, extensions=persisted(text))
    sent = await post(edge, extensions=persisted(text), query=text)
    after = await post(edge, extensions=persisted(text))

    assert code(before) == (200, "PERSISTED_QUERY_NOT_FOUND")
    assert before.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    assert sent.json() == after.json()
    assert after.json()["data"] == {"__typename": "Query", "viewer": None}


async def test_graphql_s_own_media_type_says_400_of_a_query_that_is_not_kept(edge: Edge, setting):
    setting(automatic_persisted_queries=True)

    answer = await edge.http.post(
        "/graphql", json={"extensions": persisted("{ a }")}, headers={"accept": GRAPHQL}
    )

    assert code(answer) == (400, "PERSISTED_QUERY_NOT_FOUND")


@pytest.mark.parametrize("text", ["{", "{ nothing }"])
async def test_what_is_not_valid_is_not_kept(edge: Edge, setting, text):
    setting(automatic_persisted_queries=True)

    await post(edge, extensions=persisted(text), query=text)

    assert len(automatic.by_hash) == 0


async def test_a_hash_of_something_else_is_refused_and_keeps_nothing(edge: Edge, setting):
    setting(automatic_persisted_queries=True)

    answer = await post(edge, extensions=persisted("{ a }"), query="{ __typename }")

    assert code(answer) == (400, "BAD_REQUEST")
    assert len(automatic.by_hash) == 0


async def test_only_trusted_documents_are_kept_where_nothing_else_is_run(edge: Edge, setting):
    setting(automatic_persisted_queries=True, only_trusted_documents=True)

    answer = await post(edge, extensions=persisted("{ __typename }"), query="{ __typename }")

    assert code(answer) == (200, "DOCUMENT_NOT_TRUSTED")
    assert len(automatic.by_hash) == 0


@pytest.mark.parametrize(
    "asked",
    [
        5,
        "x",
        [],
        {},
        {"version": 1},
        {"version": 2, "sha256Hash": "a"},
        {"sha256Hash": "a"},
        {"version": 1, "sha256Hash": 5},
        {"version": 1, "sha256Hash": ""},
    ],
)
async def test_a_persisted_query_that_is_none_is_a_bad_request(edge: Edge, asked):
    answer = await post(edge, query="{ __typename }", extensions={"persistedQuery": asked})

    assert code(answer) == (400, "BAD_REQUEST")

"""What scanners look for first, asked of a server in production by somebody unknown."""

import os

import pytest

from gateway.documents import remembered
from settings import get_settings
from tests.cast import given_user
from tests.edge import Edge

JSON = {"content-type": "application/json"}
HINT = "Did you mean"


@pytest.fixture(autouse=True)
def production(monkeypatch):
    monkeypatch.setitem(os.environ, "ENVIRONMENT", "production")
    get_settings.cache_clear()
    remembered.clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


async def test_a_hundred_aliases_are_too_many(edge: Edge):
    aliases = " ".join(f"a{n}: __typename" for n in range(101))

    answer = await edge.ask(None, f"query {{ {aliases} }}")

    assert answer.codes == ["QUERY_TOO_LARGE"]


async def test_a_batch_is_no_request(edge: Edge):
    batch = [{"query": "{ __typename }"}] * 10

    answer = await edge.http.post("/graphql", json=batch)

    assert answer.status_code == 400


async def test_introspection_in_circles_is_refused(edge: Edge):
    circle = "fields { type { fields { type { fields { type { fields { type { name } } } } } } } }"

    answer = await edge.ask(await given_user(), f"{{ __schema {{ types {{ {circle} }} }} }}")

    assert answer.codes == ["GRAPHQL_VALIDATION_FAILED"]


async def test_directives_that_are_unknown_do_not_multiply_errors(edge: Edge):
    answer = await edge.ask(None, "{ __typename " + "@aa" * 10 + " }")

    assert len(answer.errors) == 1


async def test_a_field_five_hundred_times_is_too_often(edge: Edge):
    answer = await edge.ask(None, "{ " + "__typename " * 500 + "}")

    assert answer.codes == ["QUERY_TOO_LARGE"]


async def test_the_schema_is_not_told(edge: Edge):
    answer = await edge.ask(None, "{ __schema { types { name fields { name } } } }")

    assert answer.codes == ["INTROSPECTION_NOT_ALLOWED"]


async def test_nothing_is_changed_by_get(edge: Edge):
    params = {"query": "mutation { signOut { signedOutAt } }"}

    answer = await edge.http.get("/graphql", params=params)

    assert answer.status_code == 405


async def test_a_query_by_get_is_not_taken_from_elsewhere(edge: Edge):
    params, headers = {"query": "{ __typename }"}, {"sec-fetch-site": "cross-site"}

    answer = await edge.http.get("/graphql", params=params, headers=headers)

    assert answer.status_code == 403


async def test_a_form_is_not_taken(edge: Edge):
    answer = await edge.http.post("/graphql", data={"query": "{ __typename }"})

    assert answer.status_code == 415


@pytest.mark.parametrize("path", ["/graphql", "/graphiql", "/playground", "/console"])
async def test_no_page_to_type_queries_into_is_shown(edge: Edge, path):
    answer = await edge.http.get(path, headers={"accept": "text/html"}, follow_redirects=True)

    assert answer.status_code in (404, 406)
    assert "graphiql" not in answer.text.lower()


async def test_who_opens_the_address_alone_is_told_where_to_ask(edge: Edge):
    answer = await edge.http.get("/", headers={"accept": "text/html"})

    assert (answer.status_code, answer.headers["content-type"]) == (
        200,
        "text/plain; charset=utf-8",
    )
    assert answer.text.endswith("/graphql\n")
    assert "graphiql" not in answer.text.lower()


async def test_nothing_is_told_of_how_an_answer_was_made(edge: Edge):
    answer = await edge.http.post("/graphql", json={"query": "{ __typename }"})

    assert answer.json()["extensions"].keys() == {"cost"}


@pytest.mark.parametrize("query", ["qwerty cop { abc }", "{", "{ abc }"])
async def test_an_error_shows_nothing_of_what_is_within(edge: Edge, query):
    answer = await edge.http.post("/graphql", json={"query": query})

    assert answer.status_code < 500
    for word in ("Traceback", "exception", "stacktrace", ".py"):
        assert word not in answer.text


GOAL = "mutation ($v: SetGoalInput!) { setGoal(input: $v) { __typename } }"
NEARLY = {
    "a field": ("{ viewr { email } }", None),
    "an argument": ('{ node(idd: "x") { id } }', None),
    "a type": ("{ ...F } fragment F on Querry { __typename }", None),
    "a variable's type": ("query ($v: Sting) { __typename }", None),
    "a field of an input in the text": (
        'mutation { setGoal(input: { matchI: "x" }) { __typename } }',
        None,
    ),
    "an enum value in the text": (
        'mutation { setGoal(input: { matchId: "x", title: "x", measure: NUMBR }) { __typename } }',
        None,
    ),
    "a string for an enum value": (
        'mutation { setGoal(input: { matchId: "x", title: "x", measure: "NUMBER" }) '
        "{ __typename } }",
        None,
    ),
    "a field of an input": (GOAL, {"matchI": "x", "title": "x", "measure": "NUMBER"}),
    "an enum value": (GOAL, {"matchId": "x", "title": "x", "measure": "NUMBR"}),
    "a day": (GOAL, {"matchId": "x", "title": "x", "measure": "NUMBER", "dueOn": "2026-02-30"}),
    "a field of a payload": ("mutation { signOut { signedOutA } }", None),
    "a directive": ("{ __typename @skp(if: true) }", None),
    "a keyword": ("qury { __typename }", None),
    "a member of a union": (
        "subscription { inboxEvents { conversation { messages { node { id } } } } }",
        None,
    ),
}


@pytest.mark.parametrize(("query", "v"), NEARLY.values(), ids=NEARLY.keys())
async def test_what_is_nearly_right_is_not_put_right(edge: Edge, query, v):
    answer = await edge.ask(await given_user(), query, **({} if v is None else {"v": v}))

    assert answer.errors
    assert HINT not in str(answer.errors)


async def test_in_development_what_is_nearly_right_is_put_right(edge: Edge, monkeypatch):
    monkeypatch.setitem(os.environ, "ENVIRONMENT", "development")
    get_settings.cache_clear()

    for name in ("a field", "an argument", "a type", "an enum value"):
        query, v = NEARLY[name]
        answer = await edge.ask(None, query, v=v)

        assert HINT in str(answer.errors)

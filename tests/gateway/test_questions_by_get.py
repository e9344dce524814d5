"""A question may come by GET, in the parameters of its address; nothing is changed by one."""

import pytest

from schema.access import FIELDS, SECRET
from tests.cast import given_user, token_of
from tests.edge import Edge
from tests.gateway.test_requests import refusal
from tests.programs.inviting import given_coordinated, given_link


async def test_a_query_may_come_by_get_with_its_variables(edge: Edge):
    query = {
        "query": "query A { __typename } query B($no: Boolean!) { a: __typename @skip(if: $no) }",
        "operationName": "B",
        "variables": '{"no": false}',
        "extensions": "{}",
    }

    answer = await edge.http.get("/graphql", params=query)

    assert answer.json()["data"] == {"a": "Query"}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "query=",
        "variables={}",
        "query={__typename}&variables=",
        "query={__typename}&variables=5",
        "query={__typename}&variables={",
        "query={__typename}&variables=%ff",
        "query={__typename}&extensions=[]",
        "query={__typename}&query={__typename}",
        "query={__typename}&variables={}&variables={}",
        "query={__typename}&operationName=A&operationName=A",
        "query={__typename}%ff",
        "query={__typename}%ed%a0%80",
        "query={__typename}" + "&x=1" * 20,
        f"query={{__typename}}&variables={'[' * 33}{']' * 33}",
    ],
)
async def test_a_get_that_is_no_operation_is_a_bad_request(edge: Edge, query):
    answer = await edge.http.get(f"/graphql?{query}")

    assert refusal(answer) == (400, ["BAD_REQUEST"])


async def test_parameters_that_mean_nothing_here_are_let_be(edge: Edge):
    answer = await edge.http.get("/graphql?query={__typename}&utm_source=mail&utm_source=web&x")

    assert answer.json()["data"] == {"__typename": "Query"}


async def test_nothing_is_changed_by_get(edge: Edge):
    mutation = 'mutation { verifyEmail(input: { token: "x", password: "y" }) { __typename } }'

    answer = await edge.http.get("/graphql", params={"query": mutation})

    assert refusal(answer) == (405, ["OPERATION_NOT_ALLOWED"])
    assert answer.headers["allow"] == "POST"


SECRETS = [key for key in FIELDS if key.startswith("Query.") and FIELDS[key] is SECRET]
FORMS = {
    "as text": 'query A {{ {}(token: "x") {{ role }} }}',
    "as a variable": "query A($token: String!) {{ {}(token: $token) {{ role }} }}",
    "by another name": 'query A {{ __typename a: {}(token: "x") {{ role }} }}',
    "in fragments": '{{ ...B }} fragment B on Query {{ ... {{ {}(token: "x") {{ role }} }} }}',
    "to be left out": 'query A {{ {}(token: "x") @skip(if: true) {{ role }} }}',
}


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
async def test_no_secret_is_asked_with_in_an_address(edge: Edge, form, name):
    query = {"query": form.format(name.removeprefix("Query.")), "variables": '{"token": "x"}'}

    for accept in ("application/json", "text/event-stream"):
        answer = await edge.http.get("/graphql", params=query, headers={"accept": accept})
        assert refusal(answer) == (405, ["OPERATION_NOT_ALLOWED"])
        assert answer.headers["allow"] == "POST"
        assert f"Send {name} by POST" in answer.json()["errors"][0]["message"]


async def test_where_a_link_leads_is_told_by_post_and_not_by_get(edge: Edge):
    coco, program = await given_coordinated()
    token, ina = await given_link(edge.ask, coco, program), await given_user("Ina")
    query = f'{{ joinLink(token: "{token}") {{ programName }} }}'
    head = {"authorization": f"Bearer {await token_of(ina)}"}

    by_get = await edge.http.get("/graphql", params={"query": query}, headers=head)
    by_post = await edge.http.post("/graphql", json={"query": query}, headers=head)

    assert "data" not in by_get.json()
    assert by_post.json()["data"] == {"joinLink": {"programName": program.name}}


async def test_beside_what_asks_with_a_secret_another_operation_is_asked_by_get(edge: Edge):
    query = 'query A { joinLink(token: "x") { role } } query B { __typename }'

    answers = [
        await edge.http.get("/graphql", params={"query": query, "operationName": name})
        for name in ("B", "A", "B")
    ]

    assert [answer.status_code for answer in answers] == [200, 405, 200]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("query={__typename}" + "&x=1" * 20, "Send at most 20 parameters"),
        ("query={__typename}%ff", "Percent-encode the parameters, in UTF-8"),
        ("query={__typename}&query={a}", "Send `query` once"),
    ],
)
async def test_each_fault_of_the_parameters_is_told_as_what_it_is(edge: Edge, query, reason):
    answer = await edge.http.get(f"/graphql?{query}")

    assert [error["message"] for error in answer.json()["errors"]] == [reason]

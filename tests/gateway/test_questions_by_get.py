"""A question may come by GET, in the parameters of its address; nothing is changed by one."""

import pytest

from tests.edge import Edge
from tests.gateway.test_requests import refusal


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
    mutation = 'mutation { verifyEmail(input: { token: "x" }) { __typename } }'

    answer = await edge.http.get("/graphql", params={"query": mutation})

    assert refusal(answer) == (405, ["OPERATION_NOT_ALLOWED"])
    assert answer.headers["allow"] == "POST"


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

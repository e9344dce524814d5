"""A document is small enough to be read at once, and is read only once."""

import pytest

from gateway.documents import MOST_ERRORS, Rejected, remembered, valid
from gateway.introspection import WHOLE_QUERY
from gateway.reading import ANYBODY, ONCE, parsed
from tests.cast import given_messages, given_pair, given_user
from tests.edge import Edge
from tests.gateway.hostile import HOSTILE, Hostile, in_user, nested, numbered, side_by_side


def circling(end: str) -> str:
    """From a conversation to a message of it and back, five times: 18 levels, and then the end."""
    circle = nested("messages(first: 1) { nodes { conversation { ", end, " } } }", 5)
    return f"{{ viewer {{ conversations {{ nodes {{ {circle} }} }} }} }}"


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_document_that_asks_too_much_is_refused_and_told_why(edge: Edge, hostile: Hostile):
    answer = await edge.ask(None, hostile.query)

    assert answer.data == {}
    assert set(answer.codes) == {hostile.code}
    assert hostile.reason in answer.errors[0]["message"]
    assert len(answer.codes) <= MOST_ERRORS + 1


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_refused_is_not_remembered(hostile: Hostile):
    remembered.clear()

    with pytest.raises(Rejected):
        valid(hostile.query)

    assert len(remembered) == 0


@pytest.mark.parametrize(
    "query",
    [
        in_user(numbered("a#: name", 30)),
        in_user("name " * 20),
        in_user("id @skip(if: true) " * 20),
        side_by_side(30, "id name availability { weekday }"),
        "{" + numbered("a#: __typename", 10) + "}",
        numbered("query A# { __typename }", 50),
        "mutation {" + numbered("a#: signOut { signedOutAt }", 4) + "}",
        "{" + nested("... {", "__typename", "}", 48) + "}",
    ],
)
def test_what_is_just_within_a_limit_is_valid(query):
    assert valid(query).node.definitions


def test_a_document_has_a_thousand_words_at_most():
    assert parsed("{" + "a " * (ANYBODY.tokens - 2) + "}")
    with pytest.raises(Rejected) as refused:
        parsed("{" + "a " * (ANYBODY.tokens - 1) + "}")

    assert refused.value.args == ("QUERY_TOO_LARGE",)


def test_a_document_is_16_384_characters_long_at_most():
    assert parsed("{ a }".ljust(ANYBODY.characters))
    with pytest.raises(Rejected) as refused:
        parsed("{ a }".ljust(ANYBODY.characters + 1))

    assert refused.value.args == ("QUERY_TOO_LARGE",)


async def test_conversations_are_not_asked_for_within_each_other_for_ever(edge: Edge):
    ada, _, conversation = await given_pair()
    await given_messages(ada, conversation, "a")

    as_deep_as_allowed = await edge.ask(ada, circling("pinnedMessages { body }"))
    deeper = await edge.ask(ada, circling("pinnedMessages { sender { name } }"))

    assert as_deep_as_allowed.errors == []
    assert deeper.codes == ["QUERY_TOO_LARGE"]
    assert deeper.errors[0]["message"].startswith("Ask at most 20 levels deep")


async def test_aliases_do_not_multiply_guesses(edge: Edge):
    guess = 'signIn(input: { email: "eve@example.org", password: "%s" }) { __typename }'

    answer = await edge.ask(
        None, f"mutation {{ a: {guess % 'a'} ...B }} fragment B on Mutation {{ b: {guess % 'b'} }}"
    )

    assert answer.codes == ["QUERY_TOO_LARGE"]
    named = ", ".join(sorted(ONCE))
    assert answer.errors[0]["message"] == f"Send at most 1 of {named} in one operation"


def test_what_tries_a_secret_is_guarded_so():
    links = {"verifyEmail", "confirmEmailChange", "resetPassword", "acceptInvitation"}
    passwords = {"register", "signIn", "changePassword", "changeEmail"} | {"requestDeletion"}
    codes = {"startTotp", "confirmTotp", "removeTotp", "newRecoveryCodes", "confirmSignIn"}

    assert links | passwords | codes | {"refresh", "joinProgram", "requestPasswordReset"} == ONCE


async def test_the_query_tools_introspect_with_is_answered(edge: Edge):
    answer = await edge.ask(await given_user(), WHOLE_QUERY)

    assert answer.errors == []
    assert answer.data["__schema"]["queryType"]["name"] == "Query"


def test_a_document_is_read_once():
    remembered.clear()

    first, again = valid("{ __typename }"), valid("{ __typename }")

    assert first is again
    assert len(remembered) == 1

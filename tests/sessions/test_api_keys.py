"""A program of others asks as the key's maker, within one organization and the key's scopes."""

from datetime import UTC, datetime, timedelta

import pytest

from actions.sessions.keys import has_form, new_key
from gateway import keys as kept
from models import ApiKey, Program, Staff
from models.sql import fetch
from schema import ids
from tests.cast import given_mentee, given_organization, given_pair, given_program, given_user
from tests.documents import do
from tests.programs.staffing import given_owned

PEOPLE = """
query ($id: ID!) { program(id: $id) { name enrollments { nodes { user { name } } } } }
"""


@pytest.fixture(autouse=True)
def forgotten():
    kept.fresh.forget_all()


def days(number):
    return (datetime.now(UTC) + timedelta(days=number)).date().isoformat()


async def create(ask, viewer, organization, scopes=("READ_PROGRAMS", "READ_PEOPLE"), lasting=30):
    return await do(
        ask,
        viewer,
        "createApiKey",
        "key apiKey { id name scopes hint lastUsedOn revokedAt madeBy { name } }",
        organizationId=ids.encode("organization", organization.id),
        name="Reports",
        scopes=scopes,
        expiresOn=days(lasting),
    )


@pytest.fixture
def by_key(edge):
    """`await by_key(key, QUERY, **variables)`; its status and its answer."""

    async def asked(key, query, **variables):
        body = {"query": query, "variables": variables}
        head = {"authorization": f"Bearer {key}"}
        answer = await edge.http.post("/graphql", json=body, headers=head)
        return answer.status_code, answer.json()

    return asked


def code_of(answer):
    [error] = answer["errors"]
    return error["extensions"]["code"]


async def test_only_staff_make_keys(ask):
    _, organization, program = await given_owned()
    mentee = (await given_mentee(program)).user

    refused = await create(ask, mentee, organization)
    unseen = await create(ask, await given_user("Zoe"), organization)

    assert (refused["__typename"], unseen["__typename"]) == ("Forbidden", "NotFound")
    assert await ApiKey.all().count() == 0


async def test_a_key_is_shown_once_and_stored_as_a_hash(ask):
    otto, organization, _ = await given_owned()

    made = await create(ask, otto, organization)

    key = made["key"]
    assert has_form(key)
    assert made["apiKey"] | {"id": None} == {
        "id": None,
        "name": "Reports",
        "scopes": ["READ_PEOPLE", "READ_PROGRAMS"],
        "hint": key[-4:],
        "lastUsedOn": None,
        "revokedAt": None,
        "madeBy": {"name": "Otto"},
    }
    [row] = await fetch("SELECT row_to_json(api_key)::text AS text FROM api_key")
    assert key not in row["text"]
    assert key[4:47] not in row["text"]


async def test_a_key_reads_what_its_scopes_say(ask, by_key):
    otto, organization, program = await given_owned()
    key = (await create(ask, otto, organization))["key"]

    status, answer = await by_key(key, PEOPLE, id=ids.encode("program", program.id))

    assert status == 200
    assert answer["data"]["program"]["enrollments"]["nodes"] == [{"user": {"name": "Coco"}}]
    assert (await ApiKey.get()).last_used_on == datetime.now(UTC).date()


async def test_a_field_outside_its_scopes_is_refused_by_name_and_nothing_is_read(ask, by_key):
    otto, organization, program = await given_owned()
    key = (await create(ask, otto, organization, scopes=["READ_PROGRAMS"]))["key"]

    _, answer = await by_key(key, PEOPLE, id=ids.encode("program", program.id))

    assert code_of(answer) == "FORBIDDEN"
    assert "READ_PEOPLE, which Enrollment.user needs" in answer["errors"][0]["message"]
    assert "data" not in answer


async def test_a_fragment_hides_no_field_from_the_scopes(ask, by_key):
    otto, organization, program = await given_owned()
    key = (await create(ask, otto, organization, scopes=["READ_PROGRAMS"]))["key"]
    query = """
    query ($id: ID!) { node(id: $id) { ...P } }
    fragment P on Program { enrollments { nodes { ...E } } }
    fragment E on Enrollment { user { ... on User { headline } } }
    """

    _, answer = await by_key(key, query, id=ids.encode("program", program.id))

    assert "Enrollment.user" in answer["errors"][0]["message"]


@pytest.mark.parametrize(
    "query",
    [
        "{ viewer { email } }",
        "mutation { signOut { signedOutAt } }",
        "{ viewer { sessions { nodes { id } } } }",
        'mutation { updateProfile(input: { name: "Eve" }) { __typename } }',
    ],
)
async def test_what_is_a_persons_own_is_for_no_key(ask, by_key, query):
    otto, organization, _ = await given_owned()
    scopes = ["READ_PEOPLE", "READ_PROGRAMS", "READ_CONVERSATIONS"]
    key = (await create(ask, otto, organization, scopes=scopes))["key"]

    _, answer = await by_key(key, query)

    assert code_of(answer) == "FORBIDDEN"
    assert "is not for API keys; sign in" in answer["errors"][0]["message"]


async def test_a_key_ends_with_its_organization_though_its_maker_is_in_others(ask, by_key):
    otto, organization, _ = await given_owned()
    other = await given_organization("Umbra", owner=otto)
    theirs = await given_program(other, is_open=False)
    key = (await create(ask, otto, organization))["key"]

    _, answer = await by_key(key, PEOPLE, id=ids.encode("program", theirs.id))

    assert answer["data"]["program"] is None
    assert (await ask(otto, PEOPLE, id=ids.encode("program", theirs.id))).data["program"]["name"]


async def test_a_key_with_a_writing_scope_writes_and_one_without_does_not(ask, by_key):
    otto, organization, _ = await given_owned()
    create_program = """
    mutation ($in: CreateProgramInput!) { createProgram(input: $in) { __typename } }
    """
    new = {"organizationId": ids.encode("organization", organization.id), "name": "Autumn"}
    reading = (await create(ask, otto, organization))["key"]
    writing = (await create(ask, otto, organization, scopes=["WRITE_PROGRAMS"]))["key"]

    _, refused = await by_key(reading, create_program, **{"in": new})
    before = await Program.filter(name="Autumn").count()
    _, made = await by_key(writing, create_program, **{"in": new})

    assert (code_of(refused), before) == ("FORBIDDEN", 0)
    assert made["data"]["createProgram"]["__typename"] == "CreateProgramPayload"


async def test_a_revoked_key_ends_everywhere(ask, by_key):
    otto, organization, program = await given_owned()
    made = await create(ask, otto, organization)

    revoked = await do(ask, otto, "revokeApiKey", apiKeyId=made["apiKey"]["id"])
    kept.fresh.forget_all()
    status, answer = await by_key(made["key"], PEOPLE, id=ids.encode("program", program.id))

    assert revoked["__typename"] == "RevokeApiKeyPayload"
    assert (status, code_of(answer)) == (401, "UNAUTHENTICATED")


async def test_a_key_ends_when_its_maker_is_staff_no_longer(ask, by_key):
    otto, organization, program = await given_owned()
    key = (await create(ask, otto, organization))["key"]

    await Staff.filter(user_id=otto.id).delete()

    assert (await by_key(key, PEOPLE, id=ids.encode("program", program.id)))[0] == 401


async def test_a_key_ends_with_its_last_day(ask, by_key):
    otto, organization, program = await given_owned()
    key = (await create(ask, otto, organization))["key"]

    await ApiKey.all().update(expires_at=datetime.now(UTC))

    assert (await by_key(key, PEOPLE, id=ids.encode("program", program.id)))[0] == 401


async def test_to_a_stranger_a_key_is_not_there(ask):
    otto, organization, _ = await given_owned()
    made = await create(ask, otto, organization)

    answer = await do(ask, await given_user("Zoe"), "revokeApiKey", apiKeyId=made["apiKey"]["id"])

    assert answer["__typename"] == "NotFound"
    assert (await ApiKey.get()).revoked_at is None


@pytest.mark.parametrize("lasting", [-1, 400])
async def test_a_key_lasts_a_year_at_most(ask, lasting):
    otto, organization, _ = await given_owned()

    answer = await create(ask, otto, organization, lasting=lasting)

    assert (answer["__typename"], await ApiKey.all().count()) == ("Invalid", 0)


async def test_an_organization_has_twenty_keys_at_a_time(ask):
    otto, organization, _ = await given_owned()
    for _ in range(20):
        await create(ask, otto, organization)

    answer = await create(ask, otto, organization)

    assert (answer["__typename"], await ApiKey.all().count()) == ("Full", 20)


async def test_a_mistyped_key_is_not_looked_for(by_key):
    key = new_key()
    wrong = key[:10] + ("A" if key[10] != "A" else "B") + key[11:]

    status, answer = await by_key(wrong, "{ __typename }")

    assert (status, code_of(answer)) == (401, "UNAUTHENTICATED")
    assert kept.fresh.found == {}


async def test_a_key_reads_no_conversation_of_others(ask, by_key):
    _, _, conversation = await given_pair()
    otto, organization = await given_user("Otto"), await conversation.organization
    await Staff.create(organization=organization, user=otto, role="OWNER")
    key = (await create(ask, otto, organization, scopes=["READ_CONVERSATIONS"]))["key"]

    query = "query ($id: ID!) { conversation(id: $id) { id } }"
    _, answer = await by_key(key, query, id=ids.encode("conversation", conversation.id))

    assert answer["data"]["conversation"] is None


async def test_not_even_ones_own_part_elsewhere_is_read_by_a_key(ask, by_key):
    otto, organization, _ = await given_owned()
    elsewhere = await given_mentee(await given_program(is_open=True), otto)
    key = (await create(ask, otto, organization))["key"]
    query = "query ($id: ID!) { node(id: $id) { id } programs { nodes { name } } }"

    _, answer = await by_key(key, query, id=ids.encode("enrollment", elsewhere.id))

    names = [program["name"] for program in answer["data"]["programs"]["nodes"]]
    assert (answer["data"]["node"], len(names)) == (None, 1)


@pytest.mark.parametrize(
    "query",
    [
        "query ($id: ID!) { organization(id: $id) { apiKeys { nodes { ... on Node { id } } } } }",
        "query ($id: ID!) { organization(id: $id) { apiKeys { edges { cursor } } } }",
        "query ($id: ID!) { organization(id: $id) { apiKeys { __typename } } }",
    ],
)
async def test_neither_an_interface_nor_a_page_hides_what_is_read(ask, by_key, query):
    otto, organization, _ = await given_owned()
    key = (await create(ask, otto, organization))["key"]

    _, answer = await by_key(key, query, id=ids.encode("organization", organization.id))

    assert code_of(answer) == "FORBIDDEN"


async def test_a_key_is_no_other_kind_of_proof(ask, edge):
    otto, organization, _ = await given_owned()
    key = (await create(ask, otto, organization))["key"]

    head = {"authorization": f"Basic {key}"}
    answer = await edge.http.post("/graphql", json={"query": "{ __typename }"}, headers=head)

    assert answer.status_code == 401

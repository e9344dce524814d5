import asyncio

import pytest

from models import Organization, OrganizationRole, Staff
from schema import ids
from tests.cast import given_mentee, given_organization, given_program, given_user
from tests.documents import do, mutation

ORGANIZATION = "query ($id: ID!) { organization(id: $id) { id name slug } }"
PROGRAMS_OF = """
query ($id: ID!, $first: Int, $after: Cursor) {
  organization(id: $id) {
    programs(first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
  }
}
"""


def id_of(organization):
    return ids.encode("organization", organization.id)


def program_ids(*programs):
    return [{"id": ids.encode("program", program.id)} for program in programs]


async def test_nobody_founds_an_organization_without_signing_in(ask):
    new = {"name": "Lumen", "slug": "lumen"}

    answer = await ask(None, mutation("createOrganization"), input=new)

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await Organization.all().count() == 0


async def test_whoever_founds_an_organization_owns_it(ask):
    ada = await given_user("Ada")

    done = await do(
        ask, ada, "createOrganization", "organization { name slug }", name=" Lumen ", slug="lumen"
    )

    staff = await Staff.all().values_list("user_id", "role")
    assert done["organization"] == {"name": "Lumen", "slug": "lumen"}
    assert staff == [(ada.id, OrganizationRole.OWNER)]


@pytest.mark.parametrize(
    "slug", ["", "a", "-ab", "ab-", "a--b", "Lumen", "lu men", "lümen", "a" * 41, "ab\n"]
)
async def test_a_slug_is_short_and_plain(ask, slug):
    done = await do(ask, await given_user(), "createOrganization", name="Lumen", slug=slug)

    assert (done["__typename"], done["field"]) == ("Invalid", "slug")
    assert await Organization.all().count() == 0


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\0b"])
async def test_an_organization_has_a_name_of_a_sensible_length(ask, name):
    done = await do(ask, await given_user(), "createOrganization", name=name, slug="lumen")

    assert (done["__typename"], done["field"]) == ("Invalid", "name")


async def test_a_slug_belongs_to_whoever_took_it_first(ask):
    taken = await given_organization()

    done = await do(ask, await given_user(), "createOrganization", name="Two", slug=taken.slug)

    assert done["__typename"] == "Conflict"
    assert await Organization.all().count() == 1
    assert await Staff.all().count() == 0


async def test_founding_twice_with_one_key_founds_once_even_at_the_same_time(ask):
    ada = await given_user("Ada")
    new = {"name": "Lumen", "slug": "lumen", "idempotencyKey": "k"}

    founded = await asyncio.gather(
        *(do(ask, ada, "createOrganization", "organization { id }", **new) for _ in range(5))
    )

    (organization,) = await Organization.all()
    assert [done["organization"]["id"] for done in founded] == [id_of(organization)] * 5


async def test_a_key_stands_for_one_organization_only(ask):
    ada = await given_user("Ada")
    await do(ask, ada, "createOrganization", name="One", slug="one", idempotencyKey="k")

    done = await do(ask, ada, "createOrganization", name="Two", slug="two", idempotencyKey="k")

    assert done["__typename"] == "Conflict"
    assert await Organization.all().count() == 1


async def test_a_stranger_does_not_see_an_organization_without_open_programs(ask):
    organization = await given_organization(owner=await given_user("Otto"))
    await given_program(organization, is_open=False)

    answer = await ask(await given_user("Eve"), ORGANIZATION, id=id_of(organization))

    assert answer.errors == []
    assert answer.data == {"organization": None}


async def test_owners_and_everybody_who_sees_a_program_see_the_organization(ask):
    otto = await given_user("Otto")
    organization = await given_organization(owner=otto)
    bo = (await given_mentee(await given_program(organization, is_open=False))).user
    seen = {"id": id_of(organization), "name": "Lumen", "slug": organization.slug}

    for viewer in (otto, bo):
        answer = await ask(viewer, ORGANIZATION, id=id_of(organization))

        assert answer.data == {"organization": seen}


async def test_an_organization_lists_the_programs_you_may_see_newest_first(ask):
    otto = await given_user("Otto")
    organization = await given_organization(owner=otto)
    opened = await given_program(organization)
    closed = await given_program(organization, is_open=False)
    await given_program()

    own = await ask(otto, PROGRAMS_OF, id=id_of(organization))
    strange = await ask(await given_user("Eve"), PROGRAMS_OF, id=id_of(organization))

    assert own.data["organization"]["programs"]["nodes"] == program_ids(closed, opened)
    assert strange.data["organization"]["programs"]["nodes"] == program_ids(opened)


async def test_programs_of_an_organization_are_paged(ask):
    organization = await given_organization()
    programs = [await given_program(organization) for _ in range(3)]
    eve, id = await given_user("Eve"), id_of(organization)

    first = (await ask(eve, PROGRAMS_OF, id=id, first=2)).data["organization"]["programs"]
    after = first["pageInfo"]["endCursor"]
    rest = (await ask(eve, PROGRAMS_OF, id=id, first=2, after=after)).data["organization"]

    assert first["nodes"] == program_ids(programs[2], programs[1])
    assert first["pageInfo"]["hasNextPage"] is True
    assert rest["programs"]["nodes"] == program_ids(programs[0])
    assert rest["programs"]["pageInfo"]["hasNextPage"] is False


async def test_programs_of_many_organizations_are_one_query(ask, queries):
    for _ in range(4):
        organization = await given_organization()
        await given_program(organization)
        await given_program(organization)
    eve = await given_user("Eve")
    await ask(eve, "{ __typename }")

    with queries() as count:
        answer = await ask(
            eve, "{ programs { nodes { organization { programs(first: 1) { nodes { id } } } } } }"
        )

    assert len(answer.data["programs"]["nodes"]) == 8
    assert count.total == 4

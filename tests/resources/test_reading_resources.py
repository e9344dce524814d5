"""One resource: for the people of its organization; once archived, for who may change it."""

import pytest

from models import Resource, ResourceStatus
from schema import ids
from tests.resources.library import PUBLISHERS, STRANGERS, given_library, given_resource

RESOURCE = "query ($id: ID!) { resource(id: $id) { title publisher { name } } }"
NODE = "query ($id: ID!) { node(id: $id) { id ... on Resource { title } } }"


@pytest.mark.parametrize("name", STRANGERS)
async def test_a_stranger_sees_no_resource(ask, name):
    library = await given_library()
    id = ids.encode("resource", (await given_resource(library)).id)

    answer = await ask(library[name], RESOURCE, id=id)
    by_id = await ask(library[name], NODE, id=id)

    assert answer.data == {"resource": None}
    assert by_id.data == {"node": None}


async def test_nobody_signed_out_sees_a_resource(ask):
    library = await given_library()

    answer = await ask(None, RESOURCE, id=ids.encode("resource", library["mentor"].id))

    assert answer.codes == ["UNAUTHENTICATED"]


@pytest.mark.parametrize("name", [*PUBLISHERS, "mentee"])
async def test_the_people_of_its_organization_see_it(ask, name):
    library = await given_library()
    id = ids.encode("resource", (await given_resource(library)).id)

    answer = await ask(library[name], RESOURCE, id=id)
    by_id = await ask(library[name], NODE, id=id)

    assert answer.data["resource"] == {"title": "Learn Rust", "publisher": {"name": "Ada"}}
    assert by_id.data == {"node": {"id": id, "title": "Learn Rust"}}


@pytest.mark.parametrize(("name", "sees_it"), [("mentee", False), ("mentor", True)])
async def test_what_is_archived_is_seen_by_who_may_change_it(ask, name, sees_it):
    library = await given_library()
    resource = await given_resource(library, status=ResourceStatus.ARCHIVED)

    answer = await ask(library[name], RESOURCE, id=ids.encode("resource", resource.id))

    assert (answer.data["resource"] is not None) == sees_it


async def test_a_publisher_whom_the_reader_may_not_see_is_null(ask):
    library = await given_library()
    resource = await given_resource(library, publisher=library["elsewhere"])

    answer = await ask(library["mentee"], RESOURCE, id=ids.encode("resource", resource.id))

    assert answer.data["resource"] == {"title": "Learn Rust", "publisher": None}


async def test_a_resource_stays_when_its_publisher_is_erased(ask):
    library = await given_library()
    resource = await given_resource(library)
    await library["mentor"].delete()

    answer = await ask(library["mentee"], RESOURCE, id=ids.encode("resource", resource.id))

    assert answer.data["resource"] == {"title": "Learn Rust", "publisher": None}
    assert (await Resource.get()).publisher_id is None


async def test_a_malformed_id_is_named(ask):
    library = await given_library()

    answer = await ask(library["mentee"], RESOURCE, id="resource_1")

    assert answer.codes == ["BAD_USER_INPUT"]

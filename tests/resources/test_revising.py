"""Revising and archiving: by the publisher, coordinators and staff, as it was read."""

import asyncio

import pytest

from actions.resources.publishing import NO_RESOURCE
from models import OutboxEntry, Resource, ResourceKind, ResourceStatus
from schema import ids
from tests.cast import given_mentor, given_program
from tests.documents import do
from tests.resources.library import PUBLISHERS, STRANGERS, given_library, given_resource

FIELDS = "resource { title kind url topic revision isArchived }"


def revision_of(resource: Resource, **values: object) -> dict[str, object]:
    return {
        "resourceId": ids.encode("resource", resource.id),
        "revision": resource.revision,
        "title": "New",
        **values,
    }


@pytest.mark.parametrize("name", STRANGERS)
async def test_a_stranger_revises_nothing(ask, name):
    library = await given_library()
    resource = await given_resource(library)

    result = await do(ask, library[name], "reviseResource", **revision_of(resource))

    assert result == {"__typename": "NotFound", "reason": NO_RESOURCE}
    assert (await Resource.get()).title == "Learn Rust"


async def test_who_only_reads_a_resource_does_not_revise_it(ask):
    library = await given_library()
    resource = await given_resource(library)
    colleague = await given_mentor(await given_program(library.organization), "Cleo")

    results = [
        await do(ask, viewer, "reviseResource", **revision_of(resource))
        for viewer in (library["mentee"], colleague.user)
    ]

    assert [result["__typename"] for result in results] == ["Forbidden", "Forbidden"]
    assert (await Resource.get()).revision == 1
    assert await OutboxEntry.all().count() == 0


@pytest.mark.parametrize("name", PUBLISHERS)
async def test_its_publisher_coordinators_and_staff_revise(ask, name):
    library = await given_library()
    resource = await given_resource(library, topic="Rust")

    result = await do(ask, library[name], "reviseResource", FIELDS, **revision_of(resource))

    assert result["resource"] == {
        "title": "New",
        "kind": "EBOOK",
        "url": resource.url,
        "topic": "Rust",
        "revision": 2,
        "isArchived": False,
    }
    assert (await OutboxEntry.get()).payload == {"resource_ids": [str(resource.id)]}


async def test_a_publisher_who_left_revises_nothing(ask):
    library = await given_library()
    resource = await given_resource(library, publisher=library["elsewhere"])

    result = await do(ask, library["elsewhere"], "reviseResource", **revision_of(resource))

    assert result["__typename"] == "NotFound"


async def test_everything_can_be_changed_and_emptied(ask):
    library = await given_library()
    resource = await given_resource(library, topic="Rust")
    change = revision_of(resource, kind="VIDEO", url="https://example.org/new", topic="")

    result = await do(ask, library["mentor"], "reviseResource", FIELDS, **change)

    row = await Resource.get()
    assert result["resource"]["url"] == row.url == "https://example.org/new"
    assert (row.kind, row.topic) == (ResourceKind.VIDEO, "")


async def test_a_revision_that_has_passed_is_refused(ask):
    library = await given_library()
    resource = await given_resource(library, revision=3)

    result = await do(ask, library["mentor"], "reviseResource", **revision_of(resource, revision=2))

    assert result["__typename"] == "Conflict"
    assert (await Resource.get()).title == "Learn Rust"
    assert await OutboxEntry.all().count() == 0


async def test_of_two_revisions_at_once_one_is_refused(ask):
    library = await given_library()
    resource = await given_resource(library)

    results = await asyncio.gather(
        do(ask, library["mentor"], "reviseResource", **revision_of(resource, title="One")),
        do(ask, library["owner"], "reviseResource", **revision_of(resource, title="Two")),
    )

    kinds = sorted(result["__typename"] for result in results)
    assert kinds == ["Conflict", "ReviseResourcePayload"]
    assert (await Resource.get()).revision == 2


async def test_the_address_of_another_resource_is_refused(ask):
    library = await given_library()
    await given_resource(library, "Taken", url="https://example.org/taken")
    resource = await given_resource(library)

    result = await do(
        ask,
        library["mentor"],
        "reviseResource",
        **revision_of(resource, url="https://example.org/taken"),
    )

    assert result == {
        "__typename": "Conflict",
        "reason": "This address is in the library already: “Taken”",
    }


async def test_what_cannot_be_stored_is_refused(ask):
    library = await given_library()
    resource = await given_resource(library)

    result = await do(ask, library["mentor"], "reviseResource", **revision_of(resource, title=""))

    assert (result["__typename"], result["field"]) == ("Invalid", "title")
    assert (await Resource.get()).revision == 1


async def test_what_is_archived_is_not_revised(ask):
    library = await given_library()
    resource = await given_resource(library, status=ResourceStatus.ARCHIVED)

    result = await do(ask, library["mentor"], "reviseResource", **revision_of(resource))

    assert result["__typename"] == "Conflict"


def archiving(resource: Resource) -> dict[str, str]:
    return {"resourceId": ids.encode("resource", resource.id)}


@pytest.mark.parametrize("name", STRANGERS)
async def test_a_stranger_archives_nothing(ask, name):
    library = await given_library()
    resource = await given_resource(library)

    result = await do(ask, library[name], "archiveResource", **archiving(resource))

    assert result == {"__typename": "NotFound", "reason": NO_RESOURCE}
    assert (await Resource.get()).status is ResourceStatus.PUBLISHED


async def test_a_mentee_archives_nothing(ask):
    library = await given_library()
    resource = await given_resource(library)

    result = await do(ask, library["mentee"], "archiveResource", **archiving(resource))

    assert result["__typename"] == "Forbidden"
    assert (await Resource.get()).status is ResourceStatus.PUBLISHED


@pytest.mark.parametrize("name", PUBLISHERS)
async def test_its_publisher_coordinators_and_staff_archive(ask, name):
    library = await given_library()
    resource = await given_resource(library)

    result = await do(ask, library[name], "archiveResource", FIELDS, **archiving(resource))

    assert result["resource"]["isArchived"] is True
    assert (await OutboxEntry.get()).payload == {"resource_ids": [str(resource.id)]}


async def test_archiving_again_changes_nothing(ask):
    library = await given_library()
    resource = await given_resource(library)
    first = await do(ask, library["mentor"], "archiveResource", FIELDS, **archiving(resource))

    again = await do(ask, library["mentor"], "archiveResource", FIELDS, **archiving(resource))

    assert again == first
    assert await OutboxEntry.all().count() == 1

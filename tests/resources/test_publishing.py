"""Publishing: by mentors, coordinators and staff, each address once in a library."""

import asyncio

import pytest

from actions.resources.publishing import NO_ORGANIZATION
from models import OutboxEntry, Resource, ResourceStatus
from schema import ids
from tests.documents import do
from tests.resources.library import PUBLISHERS, STRANGERS, draft, given_library, given_resource

FIELDS = """resource {
    id kind title summary url author language topic subtopic revision isArchived
    organization { name } publisher { name }
}"""


@pytest.mark.parametrize("name", STRANGERS)
async def test_a_stranger_publishes_nothing(ask, name):
    library = await given_library()

    result = await do(ask, library[name], "publishResource", **draft(library))

    assert result == {"__typename": "NotFound", "reason": NO_ORGANIZATION}
    assert await Resource.all().count() == 0


async def test_an_unknown_organization_looks_like_one_of_others(ask):
    library = await given_library()
    unknown = ids.encode("organization", library["nowhere"].id)

    result = await do(
        ask, library["mentor"], "publishResource", **draft(library, organizationId=unknown)
    )

    assert result == {"__typename": "NotFound", "reason": NO_ORGANIZATION}


async def test_a_mentee_publishes_nothing(ask):
    library = await given_library()

    result = await do(ask, library["mentee"], "publishResource", **draft(library))

    assert result["__typename"] == "Forbidden"
    assert await Resource.all().count() == 0
    assert await OutboxEntry.all().count() == 0


@pytest.mark.parametrize("name", PUBLISHERS)
async def test_mentors_coordinators_and_staff_publish(ask, name):
    library = await given_library()

    result = await do(
        ask,
        library[name],
        "publishResource",
        FIELDS,
        **draft(library, summary=" Borrowing ", author="Ann", topic="Rust", subtopic="Basics"),
    )

    row = await Resource.get(organization=library.organization)
    assert result["resource"] == {
        "id": ids.encode("resource", row.id),
        "kind": "ARTICLE",
        "title": "Learn Rust",
        "summary": "Borrowing",
        "url": "https://example.org/rust",
        "author": "Ann",
        "language": "en",
        "topic": "Rust",
        "subtopic": "Basics",
        "revision": 1,
        "isArchived": False,
        "organization": {"name": "Lumen"},
        "publisher": {"name": library[name].name},
    }


async def test_what_is_published_is_queued_for_the_index(ask):
    library = await given_library()

    await do(ask, library["mentor"], "publishResource", **draft(library))

    row, entry = await Resource.get(), await OutboxEntry.get()
    assert (entry.kind, entry.payload) == ("index_resources", {"resource_ids": [str(row.id)]})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "x" * 301),
        ("title", "a\x00b"),
        ("summary", "x" * 4_001),
        ("author", "x" * 301),
        ("topic", "x" * 121),
        ("subtopic", "x" * 121),
        ("language", "english"),
        ("language", "xx"),
        ("language", ""),
        ("url", ""),
        ("url", "example.org/rust"),
        ("url", "/rust"),
        ("url", "ftp://example.org/rust"),
        ("url", "javascript:alert(1)"),
        ("url", "https:///rust"),
        ("url", "https://ada:secret@example.org/"),
        ("url", "https://example.org/a b"),
        ("url", "https://example.org/a\nb"),
        ("url", "https://[example.org/"),
        ("url", "https://example.org:port/"),
        ("url", "https://example.org/" + "x" * 1_981),
        ("url", "https://example.org/" + "学" * 700),
        ("organizationId", "organization_1"),
    ],
)
async def test_what_cannot_be_stored_is_named(ask, field, value):
    library = await given_library()

    result = await do(ask, library["mentor"], "publishResource", **draft(library) | {field: value})

    assert (result["__typename"], result["field"]) == ("Invalid", field)
    assert await Resource.all().count() == 0


async def test_a_language_is_stored_in_lower_case(ask):
    library = await given_library()

    result = await do(
        ask, library["mentor"], "publishResource", FIELDS, **draft(library, language=" DE ")
    )

    assert result["resource"]["language"] == "de"


async def test_the_longest_address_fits(ask):
    library = await given_library()
    url = "https://example.org/" + "x" * 1_980

    result = await do(ask, library["mentor"], "publishResource", FIELDS, **draft(library, url=url))

    assert result["resource"]["url"] == url


async def test_an_address_stands_once_in_a_library(ask):
    library = await given_library()
    await given_resource(library, "The Rust Book", url="https://example.org/rust")

    result = await do(ask, library["owner"], "publishResource", **draft(library))

    assert result == {
        "__typename": "Conflict",
        "reason": "This address is in the library already: “The Rust Book”",
    }
    assert await Resource.all().count() == 1


async def test_another_library_may_have_the_same_address(ask):
    library, other = await given_library(), await given_library()
    await given_resource(other, url="https://example.org/rust")

    result = await do(ask, library["mentor"], "publishResource", **draft(library))

    assert result["__typename"] == "PublishResourcePayload"


async def test_of_two_who_publish_an_address_at_once_one_does(ask):
    library = await given_library()

    results = await asyncio.gather(
        *(do(ask, library[name], "publishResource", **draft(library)) for name in PUBLISHERS)
    )

    kinds = sorted(result["__typename"] for result in results)
    assert kinds == ["Conflict", "Conflict", "PublishResourcePayload"]
    assert await Resource.all().count() == 1
    assert await OutboxEntry.all().count() == 1


async def test_a_key_publishes_once(ask):
    library = await given_library()
    wanted = draft(library, idempotencyKey="rust")

    first = await do(ask, library["mentor"], "publishResource", FIELDS, **wanted)
    again = await do(ask, library["mentor"], "publishResource", FIELDS, **wanted)

    assert again == first
    assert first["__typename"] == "PublishResourcePayload"
    assert await Resource.all().count() == 1


async def test_a_key_is_not_used_for_something_else(ask):
    library = await given_library()
    wanted = draft(library, idempotencyKey="rust")
    await do(ask, library["mentor"], "publishResource", **wanted)

    result = await do(ask, library["mentor"], "publishResource", **wanted | {"title": "Other"})

    assert result["__typename"] == "Conflict"
    assert (await Resource.get()).title == "Learn Rust"


async def test_an_archived_address_is_published_again_as_the_same_resource(ask):
    library = await given_library()
    archived = await given_resource(
        library, "Old", url="https://example.org/rust", status=ResourceStatus.ARCHIVED
    )

    result = await do(ask, library["owner"], "publishResource", FIELDS, **draft(library))

    published = result["resource"]
    assert published["id"] == ids.encode("resource", archived.id)
    assert (published["title"], published["revision"]) == ("Learn Rust", 2)
    assert published["isArchived"] is False
    assert published["publisher"] == {"name": "Otto"}

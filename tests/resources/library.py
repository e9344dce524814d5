"""A library with everybody who has, and everybody who has not, something to do with it."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from models import EnrollmentStatus, Organization, ProgramRole, Resource, ResourceKind, User
from schema import ids
from tests.cast import (
    given_coordinator,
    given_enrollment,
    given_mentee,
    given_mentor,
    given_organization,
    given_program,
    given_user,
)

numbers = count(1)

PUBLISHERS = ("mentor", "coordinator", "owner")
READERS = ("mentee",)
STRANGERS = ("elsewhere", "applicant", "nowhere")


@dataclass(frozen=True, slots=True)
class Library:
    organization: Organization
    people: dict[str, User]

    @property
    def id(self) -> str:
        return ids.encode("organization", self.organization.id)

    def __getitem__(self, name: str) -> User:
        return self.people[name]


async def given_library() -> Library:
    """Ada mentors and Bo learns; others lead, applied, belong elsewhere or nowhere."""
    owner = await given_user("Otto")
    organization = await given_organization(owner=owner)
    program = await given_program(organization)
    other = await given_program(await given_organization("Umbra"))
    applied = await given_enrollment(
        program, "Ali", ProgramRole.MENTOR, capacity=1, status=EnrollmentStatus.PENDING
    )
    people = {
        "owner": owner,
        "mentor": (await given_mentor(program)).user,
        "mentee": (await given_mentee(program)).user,
        "coordinator": (await given_coordinator(program)).user,
        "applicant": applied.user,
        "elsewhere": (await given_mentor(other, "Eve")).user,
        "nowhere": await given_user("Nemo"),
    }
    return Library(organization, people)


async def given_resource(library: Library, title: str = "Learn Rust", **values: Any) -> Resource:
    written: dict[str, Any] = {
        "kind": ResourceKind.EBOOK,
        "url": f"https://example.org/{next(numbers)}",
        "language": "en",
        "publisher": library["mentor"],
        **values,
    }
    return await Resource.create(organization=library.organization, title=title, **written)


async def given_resources(library: Library, *titles: str, **values: Any) -> list[Resource]:
    return [await given_resource(library, title, **values) for title in titles]


def draft(library: Library, **values: Any) -> dict[str, Any]:
    """The input of `publishResource`, as clients send it."""
    return {
        "organizationId": library.id,
        "kind": "ARTICLE",
        "title": "Learn Rust",
        "url": "https://example.org/rust",
        "language": "en",
        **values,
    }

"""Founding organizations, and beginning programs in them."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from actions import checks
from actions.idempotency import once
from actions.programs.agreeing import agree_on
from actions.programs.parts import DECIDED, write_enrollment
from actions.programs.templates import TEMPLATES
from actions.transaction import Transaction
from errors import Conflict, Forbidden, Invalid, NotFound
from models import (
    Organization,
    OrganizationRole,
    Program,
    ProgramRole,
    ProgramTemplate,
    Staff,
    User,
)
from models.acting import as_system
from policies import programs as policy
from policies.roles import Ability, may_within

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

NO_ORGANIZATION = "There is no such organization, or none that you may see"
NAME_TAKEN = "A program here has this name already; choose another one"
NOT_STAFF = "Only owners and admins create programs; ask one of them"


async def create_organization(
    viewer: User, name: str, slug: str, key: str | None = None
) -> Organization:
    """A tenant of its own, with the viewer as its owner.

    Invalid for a name or slug that cannot be, Conflict when the slug is taken.
    """
    name = checks.text("name", name, least=1, most=100)
    slug = known_slug(slug)

    async def create(_: Transaction) -> Organization:
        organization = await Organization.create(name=name, slug=slug)
        await Staff.create(
            organization_id=organization.id, user_id=viewer.id, role=OrganizationRole.OWNER
        )
        return organization

    try:
        # Nobody is of a tenant before it has somebody.
        with as_system():
            return await once(viewer, key, Organization, create, name, slug)
    except IntegrityError:
        raise Conflict("This slug is taken; choose another one") from None


def known_slug(slug: str) -> str:
    if not (2 <= len(slug) <= 40 and SLUG.fullmatch(slug)):
        raise Invalid("slug", "Write 2 to 40 of a-z, 0-9 and single hyphens, such as lumen-2")
    return slug


@dataclass(frozen=True, slots=True)
class NewProgram:
    """What a program begins with; `template` gives it the settings that are not said here."""

    organization_id: UUID
    name: str
    description: str = ""
    is_open: bool | None = None
    template: ProgramTemplate | None = None


async def create_program(viewer: User, new: NewProgram, key: str | None = None) -> Program:
    """A program of the organization, with the viewer as its first coordinator.

    NotFound for an organization the viewer may not see, Forbidden for one they are not staff of,
    Invalid for a text that cannot be, Conflict when a program there has the name already.
    """
    values = {"name": checks.text("name", new.name, least=1, most=100), **settings_of(new)}
    await demand(viewer, Ability.CREATE_PROGRAMS, new.organization_id, NOT_STAFF)

    async def create(_: Transaction) -> Program:
        return await begin_program(viewer, new.organization_id, values)

    try:
        return await once(viewer, key, Program, create, new)
    except IntegrityError:
        raise Conflict(NAME_TAKEN) from None


def settings_of(new: NewProgram) -> dict[str, Any]:
    """As columns; what is said goes before what the template says."""
    description = checks.text("description", new.description, most=4_000)
    said: dict[str, Any] = {"description": description} if description else {}
    if new.is_open is not None:
        said["is_open"] = new.is_open
    if new.is_open is False:
        said["is_approving"] = False
    return {**(TEMPLATES[new.template].columns() if new.template else {}), **said}


async def begin_program(viewer: User, organization_id: UUID, values: dict[str, Any]) -> Program:
    program = await Program.create(organization_id=organization_id, **values)
    if program.agreement:
        await agree_on(program, program.agreement)
    await write_enrollment(viewer, program, ProgramRole.COORDINATOR, DECIDED)
    return await Program.get(id=program.id)


async def demand(viewer: User, ability: Ability, organization_id: UUID, refusal: str) -> None:
    """Forbidden with the refusal without the ability there, NotFound where nothing is seen."""
    if await may_within(viewer, ability, organization_id):
        return
    if await policy.organizations_visible_to(viewer).filter(id=organization_id).exists():
        raise Forbidden(refusal)
    raise NotFound(NO_ORGANIZATION)

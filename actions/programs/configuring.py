"""Changing a program's settings, and beginning programs with those of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from actions import checks
from actions.idempotency import once
from actions.programs import settings as documents
from actions.programs.agreeing import agree_on
from actions.programs.enrolling import visible_program
from actions.programs.founding import NAME_TAKEN, NOT_STAFF, begin_program, demand
from actions.programs.settings import Settings
from actions.transaction import Transaction, transaction
from errors import Conflict, Forbidden, InvalidDocument
from models import Program, User
from policies import programs as policy
from policies.roles import Ability

NOT_CHANGING = "Only coordinators of the program and staff change its settings; ask one of them"
CHANGED = "Somebody changed the settings meanwhile; read them again and decide anew"


@dataclass(frozen=True, slots=True)
class SettingChange:
    """What one setting, named by its path, is and would be; values as JSON has them."""

    path: str
    current: Any
    proposed: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of a program and a document; problems as in `InvalidDocument`."""

    changes: Sequence[SettingChange]
    problems: Sequence[tuple[str, str]]


async def change_settings(
    viewer: User, program_id: UUID, version: int, values: dict[str, Any]
) -> Program:
    """All settings anew, as they were read at `version`.

    NotFound for a program the viewer may not see, Forbidden unless they may change it,
    InvalidDocument for values that cannot be, Conflict if the version is not the newest any more.
    """
    await changeable(viewer, program_id)
    return await write_settings(program_id, version, documents.checked(values))


async def import_settings(viewer: User, program_id: UUID, version: int, document: str) -> Program:
    """The settings of a document that was exported, here or elsewhere; else as a change."""
    await changeable(viewer, program_id)
    return await write_settings(program_id, version, documents.parsed(document))


async def write_settings(program_id: UUID, version: int, settings: Settings) -> Program:
    read = Program.filter(id=program_id, settings_version=version)
    async with transaction():
        # Whoever waits here while somebody changes them does not find this version any more.
        before = await read.select_for_update(no_key=True).get_or_none()
        if before is None:
            raise Conflict(CHANGED)
        await read.update(**settings.columns(), settings_version=version + 1)
        if settings.agreement not in ("", before.agreement):
            await agree_on(before, settings.agreement)
    return await Program.get(id=program_id)


async def export_settings(viewer: User, program_id: UUID) -> str | None:
    """Canonical JSON, for whoever may see the program; None for others."""
    program = await policy.visible_to(viewer).get_or_none(id=program_id)
    return documents.exported(Settings.of(program)) if program else None


async def compare_settings(viewer: User, program_id: UUID, document: str) -> Comparison | None:
    """What importing the document would change; None for who may not change the program."""
    program = await policy.changeable_by(viewer).get_or_none(id=program_id)
    if program is None:
        return None
    try:
        proposed = documents.parsed(document)
    except InvalidDocument as error:
        return Comparison((), error.problems)
    found = documents.differences(Settings.of(program), proposed)
    return Comparison([SettingChange(*difference) for difference in found], ())


async def changeable(viewer: User, program_id: UUID) -> Program:
    await visible_program(viewer, program_id)
    program = await policy.changeable_by(viewer).get_or_none(id=program_id)
    if program is None:
        raise Forbidden(NOT_CHANGING)
    return program


async def duplicate_program(
    viewer: User, program_id: UUID, name: str, key: str | None = None
) -> Program:
    """A program of the same organization with the same settings and nobody but the viewer.

    NotFound for a program the viewer may not see, Forbidden unless they are staff, Invalid for a
    name that cannot be, Conflict when a program there has it already.
    """
    name = checks.text("name", name, least=1, most=100)
    original = await visible_program(viewer, program_id)
    organization_id = original.organization_id
    await demand(viewer, Ability.CREATE_PROGRAMS, organization_id, NOT_STAFF)
    values = {"name": name, **Settings.of(original).columns()}

    async def create(_: Transaction) -> Program:
        return await begin_program(viewer, organization_id, values)

    try:
        return await once(viewer, key, Program, create, "duplicate", program_id, name)
    except IntegrityError:
        raise Conflict(NAME_TAKEN) from None


async def mark_template(viewer: User, program_id: UUID, *, is_template: bool) -> Program:
    """Whether a program is shown among the organization's templates; for its staff."""
    program = await visible_program(viewer, program_id)
    await demand(viewer, Ability.CREATE_PROGRAMS, program.organization_id, NOT_STAFF)
    await Program.filter(id=program_id).update(is_template=is_template)
    return await Program.get(id=program_id)

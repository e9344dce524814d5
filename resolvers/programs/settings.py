"""A program's settings as one document, and programs begun with those of others."""

from dataclasses import asdict

import orjson
import strawberry

from actions import programs as actions
from schema import ids
from schema.errors import DocumentProblem
from schema.guards import SignedIn
from schema.programs import (
    ChangeProgramSettingsInput,
    ChangeProgramSettingsPayload,
    ChangeProgramSettingsResult,
    DuplicateProgramInput,
    DuplicateProgramPayload,
    DuplicateProgramResult,
    ImportProgramSettingsInput,
    ImportProgramSettingsPayload,
    ImportProgramSettingsResult,
    MarkTemplateInput,
    MarkTemplatePayload,
    MarkTemplateResult,
    Program,
    ProgramSettingsComparison,
    SettingChange,
)
from schema.scalars import Info


@strawberry.type
class SettingsQueries:
    @strawberry.field(
        description="A program's settings as canonical JSON, to keep or to import elsewhere; null"
        " if there is no such program, or none that you may see",
        extensions=[SignedIn()],
    )
    async def export_program_settings(self, info: Info, program_id: strawberry.ID) -> str | None:
        wanted = ids.decode("program", "programId", program_id)
        return await actions.export_settings(info.context.signed_in(), wanted)

    @strawberry.field(
        description="What importing a document would change, setting by setting; null if there is"
        " no such program, or none that you may change",
        extensions=[SignedIn()],
    )
    async def compare_program_settings(
        self, info: Info, document: str, program_id: strawberry.ID
    ) -> ProgramSettingsComparison | None:
        wanted = ids.decode("program", "programId", program_id)
        found = await actions.compare_settings(info.context.signed_in(), wanted, document)
        return compared(found) if found else None


@strawberry.type
class SettingsMutations:
    @strawberry.mutation(
        description="Change all settings of a program you coordinate or are staff of",
        extensions=[SignedIn()],
    )
    async def change_program_settings(
        self, info: Info, input: ChangeProgramSettingsInput
    ) -> ChangeProgramSettingsResult:
        wanted = ids.decode("program", "programId", input.program_id)
        viewer, values = info.context.signed_in(), asdict(input.settings)
        row = await actions.change_settings(viewer, wanted, input.version, values)
        return ChangeProgramSettingsPayload(program=Program.of(row))

    @strawberry.mutation(
        description="Give a program you coordinate or are staff of the settings of a document",
        extensions=[SignedIn()],
    )
    async def import_program_settings(
        self, info: Info, input: ImportProgramSettingsInput
    ) -> ImportProgramSettingsResult:
        wanted = ids.decode("program", "programId", input.program_id)
        viewer = info.context.signed_in()
        row = await actions.import_settings(viewer, wanted, input.version, input.document)
        return ImportProgramSettingsPayload(program=Program.of(row))

    @strawberry.mutation(
        description="Begin a program with the settings of another of an organization you staff",
        extensions=[SignedIn()],
    )
    async def duplicate_program(
        self, info: Info, input: DuplicateProgramInput
    ) -> DuplicateProgramResult:
        wanted = ids.decode("program", "programId", input.program_id)
        viewer, key = info.context.signed_in(), input.idempotency_key
        row = await actions.duplicate_program(viewer, wanted, input.name, key)
        return DuplicateProgramPayload(program=Program.of(row))

    @strawberry.mutation(
        description="Say whether a program is a template of an organization you staff",
        extensions=[SignedIn()],
    )
    async def mark_template(self, info: Info, input: MarkTemplateInput) -> MarkTemplateResult:
        wanted = ids.decode("program", "programId", input.program_id)
        viewer = info.context.signed_in()
        row = await actions.mark_template(viewer, wanted, is_template=input.is_template)
        return MarkTemplatePayload(program=Program.of(row))


def compared(found: actions.Comparison) -> ProgramSettingsComparison:
    return ProgramSettingsComparison(
        changes=[shown(change) for change in found.changes],
        problems=[DocumentProblem(path=path, reason=reason) for path, reason in found.problems],
    )


def shown(change: actions.SettingChange) -> SettingChange:
    """Values as JSON, so that a text and a number look different."""
    current, proposed = (orjson.dumps(v).decode() for v in (change.current, change.proposed))
    return SettingChange(path=change.path, current=current, proposed=proposed)

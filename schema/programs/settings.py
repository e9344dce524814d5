"""A program's settings as one document, and programs begun with those of others."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from models import Admission
from schema.errors import (
    Conflict,
    DocumentProblem,
    Forbidden,
    Invalid,
    InvalidDocument,
    NotFound,
)
from schema.programs.types import Program


@strawberry.input(description="The most points each criterion of matching gives; 100 together")
class MatchingWeightsInput:
    skills: int
    languages: int
    hours: int


@strawberry.input(description="All settings of a program, as they shall be")
class ProgramSettingsInput:
    admission: Admission
    description: str = strawberry.field(description="Up to 4,000 characters")
    welcome: str = strawberry.field(description="Up to 4,000 characters for who takes part")
    question: str = strawberry.field(description="Up to 500 characters; empty asks nothing")
    agreement: str = strawberry.field(
        description="Up to 20,000 characters for both sides of a match to sign; empty for none"
    )
    most_capacity: int = strawberry.field(description="1 to 50")
    weights: MatchingWeightsInput
    default_capacity: int | None = strawberry.field(
        description="1 to mostCapacity; mentors must say one when null", default=None
    )
    begins_on: date | None = strawberry.field(description="At once when null", default=None)
    ends_on: date | None = strawberry.field(description="No end when null", default=None)
    message_retention_days: int | None = strawberry.field(
        description="7 to 3,650; messages of longer ago are deleted for good, beginning at once;"
        " null keeps all of them",
        default=None,
    )


@strawberry.input(description="Other settings for a program")
class ChangeProgramSettingsInput:
    program_id: strawberry.ID
    version: int = strawberry.field(description="The one you read")
    settings: ProgramSettingsInput


@strawberry.type(description="Changed; they hold from now on")
class ChangeProgramSettingsPayload:
    program: Program


@strawberry.type(description="What one setting is, and what it would be")
class SettingChange:
    path: str = strawberry.field(description="Such as weights.skills")
    current: str = strawberry.field(description="As JSON")
    proposed: str = strawberry.field(description="As JSON")


@strawberry.type(description="How a document differs from a program's settings")
class ProgramSettingsComparison:
    changes: list[SettingChange] = strawberry.field(
        description="What importing it would change; nothing where it has problems"
    )
    problems: list[DocumentProblem] = strawberry.field(
        description="Why it could not be imported; empty if it could"
    )


@strawberry.input(description="Settings as they were exported, here or elsewhere")
class ImportProgramSettingsInput:
    program_id: strawberry.ID
    version: int = strawberry.field(description="The one you read")
    document: str = strawberry.field(description="Up to 65,536 characters of JSON")


@strawberry.type(description="Imported; they hold from now on")
class ImportProgramSettingsPayload:
    program: Program


@strawberry.input(description="Which program to begin again with, without its people")
class DuplicateProgramInput:
    program_id: strawberry.ID
    name: str = strawberry.field(description="1 to 100 characters, once in the organization")
    idempotency_key: str | None = strawberry.field(
        description="Sending the same key again duplicates once", default=None
    )


@strawberry.type(description="Begun with the same settings; you are its first coordinator")
class DuplicateProgramPayload:
    program: Program


@strawberry.input(description="Whether a program stands among its organization's templates")
class MarkTemplateInput:
    program_id: strawberry.ID
    is_template: bool


@strawberry.type(description="Marked, or not any more")
class MarkTemplatePayload:
    program: Program


ChangeProgramSettingsResult = Annotated[
    ChangeProgramSettingsPayload | NotFound | Forbidden | Invalid | InvalidDocument | Conflict,
    strawberry.union("ChangeProgramSettingsResult"),
]
ImportProgramSettingsResult = Annotated[
    ImportProgramSettingsPayload | NotFound | Forbidden | Invalid | InvalidDocument | Conflict,
    strawberry.union("ImportProgramSettingsResult"),
]
DuplicateProgramResult = Annotated[
    DuplicateProgramPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("DuplicateProgramResult"),
]
MarkTemplateResult = Annotated[
    MarkTemplatePayload | NotFound | Forbidden | Invalid, strawberry.union("MarkTemplateResult")
]

"""People brought in from a file."""

from __future__ import annotations

from typing import Annotated

import strawberry

from schema.errors import Conflict, Forbidden, Invalid, NotFound
from schema.programs.imports import PeopleImport


@strawberry.input(description="Whom to bring into a program")
class ImportPeopleInput:
    program_id: strawberry.ID
    csv: str = strawberry.field(
        description="Columns email, role (MENTOR or MENTEE) and perhaps capacity, named in the"
        " first line; up to 5,000 lines and 500,000 characters"
    )


@strawberry.type(description="Taken; its lines are being checked, and nothing else is done yet")
class ImportPeoplePayload:
    people_import: PeopleImport


@strawberry.input(description="Which import to go through with")
class ApplyPeopleImportInput:
    people_import_id: strawberry.ID = strawberry.field(description="One that is CHECKED")


@strawberry.type(description="Begun; what the check said is being done")
class ApplyPeopleImportPayload:
    people_import: PeopleImport


ImportPeopleResult = Annotated[
    ImportPeoplePayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("ImportPeopleResult"),
]
ApplyPeopleImportResult = Annotated[
    ApplyPeopleImportPayload | NotFound | Invalid | Conflict,
    strawberry.union("ApplyPeopleImportResult"),
]

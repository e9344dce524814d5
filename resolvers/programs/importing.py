"""People brought in from a file, and how far that is."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from uuid import UUID

import strawberry

import models
from actions import programs as actions
from events import imports
from models.sources import seen
from policies import programs as policy
from resolvers.live import live
from schema import ids
from schema.costs import costing
from schema.guards import SignedIn
from schema.programs import (
    ApplyPeopleImportInput,
    ApplyPeopleImportPayload,
    ApplyPeopleImportResult,
    ImportPeopleInput,
    ImportPeoplePayload,
    ImportPeopleResult,
    PeopleImport,
)
from schema.scalars import Info


@strawberry.type
class ImportMutations:
    @strawberry.mutation(
        description="Have a file of people checked, line by line, for a program you coordinate or"
        " are staff of",
        extensions=[SignedIn()],
        metadata=costing(work=200),
    )
    async def import_people(self, info: Info, input: ImportPeopleInput) -> ImportPeopleResult:
        where = ids.decode("program", "programId", input.program_id)
        row = await actions.import_people(info.context.signed_in(), where, input.csv)
        return ImportPeoplePayload(people_import=PeopleImport.of(row))

    @strawberry.mutation(
        description="Go through with an import that was checked", extensions=[SignedIn()]
    )
    async def apply_people_import(
        self, info: Info, input: ApplyPeopleImportInput
    ) -> ApplyPeopleImportResult:
        wanted = ids.decode("people_import", "peopleImportId", input.people_import_id)
        row = await actions.apply_import(info.context.signed_in(), wanted)
        return ApplyPeopleImportPayload(people_import=PeopleImport.of(row))


@strawberry.type
class ImportSubscriptions:
    @strawberry.subscription(
        description="An import as it is and as it goes on; ends once it is over",
        extensions=[SignedIn()],
    )
    async def people_import_progress(
        self, info: Info, id: strawberry.ID
    ) -> AsyncGenerator[PeopleImport, None]:
        viewer, wanted = info.context.signed_in(), ids.decode("people_import", "id", id)

        async def allowed(_: object) -> bool:
            return await may_follow(viewer, wanted)

        async with aclosing(live(info, imports.follow(wanted), allowed)) as heard:
            async for row in heard:
                yield PeopleImport.of(row)


async def may_follow(viewer: models.User, import_id: UUID) -> bool:
    return await seen(policy.imports_visible_to, viewer).get(import_id) is not None

"""Organizations, their programs, and who takes part."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from models import (
    EnrollmentStatus,
    InvitationStatus,
    MatchStatus,
    OrganizationRole,
    ProgramRole,
    ReportStatus,
)
from models.loaders import Loaders
from models.pages import NEWEST_FIRST, OLDEST_FIRST, Page
from models.sources import seen
from policies import matches as matches_policy
from policies import programs as policy
from policies import questions, roles, safety, sessions
from policies.roles import Ability
from schema.connections import Connection, Node, Paged
from schema.fields import column, identity, related
from schema.programs.documents import ProgramSettings
from schema.programs.imports import PeopleImport
from schema.programs.invitations import Invitation, JoinLink
from schema.questions import Answer, Question
from schema.safety import Report
from schema.scalars import Info
from schema.sessions.keys import ApiKey
from schema.users import User

if TYPE_CHECKING:
    from schema.matches import Match

strawberry.enum(EnrollmentStatus, description="What became of an application, and of who took part")
strawberry.enum(Ability, description="What a role may do")
strawberry.enum(MatchStatus, description="Whether a match goes on")


@strawberry.type(description="Whoever runs programs; what is in one is never seen from another")
class Organization(Node):
    row: strawberry.Private[models.Organization]
    id: strawberry.ID = identity("organization")
    name: str = column()
    slug: str = column(description="Its short name, unlike any other")

    @strawberry.field(
        description="What it asks its people; empty unless you applied, take part or are staff"
    )
    async def questions(self, info: Info) -> list[Question]:
        asked = seen(questions.visible_to, info.context.signed_in())
        loader = info.context.loaders.questions_of(asked)
        return [Question.of(row) for row in await loader.load(self.row.id)]

    @strawberry.field(
        description="Its programs that you may see, newest first", extensions=[Paged()]
    )
    async def programs(self, info: Info, page: Page) -> Connection[Program]:
        programs = seen(policy.visible_to, info.context.signed_in())
        pages = info.context.loaders.pages(programs, "organization_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), Program)

    @strawberry.field(
        description="Its owners and admins, oldest first; empty unless you are one of them",
        extensions=[Paged()],
    )
    async def staff(self, info: Info, page: Page) -> Connection[Staff]:
        seats = seen(policy.staff_visible_to, info.context.signed_in())
        pages = info.context.loaders.pages(seats, "organization_id", OLDEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), Staff)

    @strawberry.field(
        description="Invitations onto its staff, newest first; empty unless you own it",
        extensions=[Paged()],
    )
    async def invitations(
        self, info: Info, page: Page, status: InvitationStatus | None = None
    ) -> Connection[Invitation]:
        asked = seen(policy.invitations_visible_to, info.context.signed_in())
        onto_staff = policy.onto_staff(policy.standing(asked, status))
        pages = info.context.loaders.pages(onto_staff, "organization_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), Invitation)

    @strawberry.field(
        description="Programs marked as templates that you may see, newest first",
        extensions=[Paged()],
    )
    async def templates(self, info: Info, page: Page) -> Connection[Program]:
        marked = seen(policy.templates_visible_to, info.context.signed_in())
        pages = info.context.loaders.pages(marked, "organization_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), Program)

    @strawberry.field(
        description="Keys for programs of others, newest first; empty unless you are staff",
        extensions=[Paged()],
    )
    async def api_keys(self, info: Info, page: Page) -> Connection[ApiKey]:
        keys = seen(sessions.keys_visible_to, info.context.signed_in())
        pages = info.context.loaders.pages(keys, "organization_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), ApiKey)

    @strawberry.field(
        description="What was reported in programs of it that you run, newest first",
        extensions=[Paged()],
    )
    async def reports(
        self, info: Info, page: Page, status: ReportStatus | None = None
    ) -> Connection[Report]:
        reports = seen(safety.reports_visible_to, info.context.signed_in())
        asked = reports.where(status=status)
        pages = info.context.loaders.pages(asked, "organization_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), Report)

    @strawberry.field(
        description="What you may do in it as a whole, by your roles there and in its programs"
    )
    async def viewer_abilities(self, info: Info) -> list[Ability]:
        loaders, viewer = info.context.loaders, info.context.signed_in()
        seats = await loaders.staff_of(viewer.id).load(self.row.id)
        parts = await loaders.enrollments_within(viewer.id).load(self.row.id)
        return roles.abilities(roles.IN_ORGANIZATION, roles.held(seats, parts))


@strawberry.type(description="Somebody who runs an organization; only its staff see it")
class Staff(Node):
    row: strawberry.Private[models.Staff]
    id: strawberry.ID = identity("staff")
    role: OrganizationRole = column()
    appointed_at: datetime = column("created_at")
    user: User = related(Loaders.users, "user_id", description="Who it is")
    organization: Organization = related(
        Loaders.organizations, "organization_id", description="What they run"
    )


@strawberry.type(description="Where mentors and mentees of an organization find each other")
class Program(Node):
    row: strawberry.Private[models.Program]
    id: strawberry.ID = identity("program")
    name: str = column()
    description: str = column()
    is_open: bool = column(description="Anybody signed in may see it and apply")
    is_template: bool = column(description="Whether it stands among its organization's templates")
    organization: Organization = related(
        Loaders.organizations, "organization_id", description="Who runs it"
    )

    @strawberry.field
    def settings(self) -> ProgramSettings:
        return ProgramSettings.of(self.row)

    @strawberry.field(
        description="Who takes part or applied, newest first: approved people if you are one,"
        " everybody if you coordinate, otherwise only yourself",
        extensions=[Paged()],
    )
    async def enrollments(
        self,
        info: Info,
        page: Page,
        role: ProgramRole | None = None,
        status: EnrollmentStatus | None = None,
    ) -> Connection[Enrollment]:
        parts = seen(policy.enrollments_visible_to, info.context.signed_in())
        asked = parts.where(role=role, status=status)
        pages = info.context.loaders.pages(asked, "program_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), Enrollment)

    @strawberry.field(description="Your own parts in it, oldest first; empty if you have none")
    async def viewer_enrollments(self, info: Info) -> list[Enrollment]:
        parts = info.context.loaders.enrollments_of(info.context.signed_in().id)
        return [Enrollment.of(row) for row in await parts.load(self.row.id)]

    @strawberry.field(
        description="Invitations into it, newest first; empty unless you may invite",
        extensions=[Paged()],
    )
    async def invitations(
        self, info: Info, page: Page, status: InvitationStatus | None = None
    ) -> Connection[Invitation]:
        asked = seen(policy.invitations_visible_to, info.context.signed_in())
        picked = policy.standing(asked, status)
        pages = info.context.loaders.pages(picked, "program_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), Invitation)

    @strawberry.field(
        description="Imports of people into it, newest first; empty unless you may invite",
        extensions=[Paged()],
    )
    async def people_imports(self, info: Info, page: Page) -> Connection[PeopleImport]:
        imports = seen(policy.imports_visible_to, info.context.signed_in())
        pages = info.context.loaders.pages(imports, "program_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), PeopleImport)

    @strawberry.field(
        description="Its join links, newest first; empty unless you may invite",
        extensions=[Paged()],
    )
    async def join_links(self, info: Info, page: Page) -> Connection[JoinLink]:
        links = seen(policy.join_links_visible_to, info.context.signed_in())
        pages = info.context.loaders.pages(links, "program_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), JoinLink)

    @strawberry.field(
        description="What was reported in it, newest first, but of you; empty unless you run it",
        extensions=[Paged()],
    )
    async def reports(
        self, info: Info, page: Page, status: ReportStatus | None = None
    ) -> Connection[Report]:
        reports = seen(safety.reports_visible_to, info.context.signed_in())
        asked = reports.where(status=status)
        pages = info.context.loaders.pages(asked, "program_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), Report)

    @strawberry.field(
        description="What you may do in it, by your roles there and in its organization"
    )
    async def viewer_abilities(self, info: Info) -> list[Ability]:
        loaders, viewer = info.context.loaders, info.context.signed_in()
        seats = await loaders.staff_of(viewer.id).load(self.row.organization_id)
        parts = await loaders.enrollments_of(viewer.id).load(self.row.id)
        return roles.abilities(roles.IN_PROGRAM, roles.held(seats, parts))

    @strawberry.field(
        description="Its matches, newest first: all if you coordinate, otherwise your own",
        extensions=[Paged()],
    )
    async def matches(
        self, info: Info, page: Page, status: MatchStatus | None = None
    ) -> Connection[Annotated[Match, strawberry.lazy("schema.matches")]]:
        from schema.matches import Match

        matches = seen(matches_policy.visible_to, info.context.signed_in())
        asked = matches.where(status=status)
        pages = info.context.loaders.pages(asked, "program_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), Match)


@strawberry.type(description="A person's part in a program; one person can have several")
class Enrollment(Node):
    row: strawberry.Private[models.Enrollment]
    id: strawberry.ID = identity("enrollment")
    role: ProgramRole = column()
    status: EnrollmentStatus = column()
    capacity: int = column(
        description="Most mentees at a time; 0 for who takes nobody new, and for other roles"
    )
    active_matches: int = column()
    places_left: int = column(description="How many more mentees may come; 0 if not one")
    enrolled_at: datetime = column("created_at")
    decided_at: datetime | None = column(description="Null while it is pending")
    ended_at: datetime | None = column(description="Null unless they left or were removed")
    user: User = related(Loaders.users, "user_id", description="Whose part it is")
    program: Program = related(Loaders.programs, "program_id", description="Where they take part")

    @strawberry.field(
        description="What they answered to what the organization asks, as far as you may see it"
    )
    async def answers(self, info: Info) -> list[Answer]:
        visible = seen(questions.answers_visible_to, info.context.signed_in())
        loader = info.context.loaders.answers_to(visible, self.row.organization_id)
        return [Answer.of(row) for row in await loader.load(self.row.user_id)]

    @strawberry.field(
        description="What they wrote to who decides; null unless it is yours, or you decide"
    )
    async def note(self, info: Info) -> str | None:
        loaders, viewer = info.context.loaders, info.context.signed_in()
        if self.row.user_id == viewer.id:
            return self.row.note
        seats = await loaders.staff_of(viewer.id).load(self.row.organization_id)
        parts = await loaders.enrollments_of(viewer.id).load(self.row.program_id)
        may = roles.abilities(roles.IN_PROGRAM, roles.held(seats, parts))
        return self.row.note if Ability.SEE_APPLICANTS in may else None

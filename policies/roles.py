"""What each role may do: one table, from which every policy is answered.

Owners and admins have their role in an organization, and with it in all of its programs;
coordinators, mentors and mentees have theirs in one program, once they are approved.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from uuid import UUID

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from models import (
    Enrollment,
    EnrollmentStatus,
    Organization,
    OrganizationRole,
    Program,
    ProgramRole,
    Staff,
    User,
)
from models.sql import Either

Role = OrganizationRole | ProgramRole


class Ability(Enum):
    APPOINT_STAFF = "APPOINT_STAFF"
    SEE_STAFF = "SEE_STAFF"
    CREATE_PROGRAMS = "CREATE_PROGRAMS"
    MANAGE_API_KEYS = "MANAGE_API_KEYS"
    DEFINE_QUESTIONS = "DEFINE_QUESTIONS"
    REVISE_RESOURCES = "REVISE_RESOURCES"
    PUBLISH_RESOURCES = "PUBLISH_RESOURCES"
    FIND_RESOURCES = "FIND_RESOURCES"
    APPOINT_COORDINATORS = "APPOINT_COORDINATORS"
    CHANGE_SETTINGS = "CHANGE_SETTINGS"
    INVITE_PEOPLE = "INVITE_PEOPLE"
    SEE_APPLICANTS = "SEE_APPLICANTS"
    DECIDE_APPLICATIONS = "DECIDE_APPLICATIONS"
    REMOVE_PARTICIPANTS = "REMOVE_PARTICIPANTS"
    OVERSEE_MATCHES = "OVERSEE_MATCHES"
    HANDLE_REPORTS = "HANDLE_REPORTS"
    SEE_ANALYTICS = "SEE_ANALYTICS"
    ANNOUNCE = "ANNOUNCE"
    SEE_PARTICIPANTS = "SEE_PARTICIPANTS"
    START_GROUPS = "START_GROUPS"
    ASK_MENTORS = "ASK_MENTORS"


OWNER, ADMIN = OrganizationRole.OWNER, OrganizationRole.ADMIN
COORDINATOR, MENTOR, MENTEE = ProgramRole.COORDINATOR, ProgramRole.MENTOR, ProgramRole.MENTEE

STAFF = (OWNER, ADMIN)
LEADS = (*STAFF, COORDINATOR)
EVERYBODY = (*LEADS, MENTOR, MENTEE)

Table = Mapping[Ability, tuple[Role, ...]]

IN_ORGANIZATION: Table = {
    Ability.APPOINT_STAFF: (OWNER,),
    Ability.SEE_STAFF: STAFF,
    Ability.CREATE_PROGRAMS: STAFF,
    Ability.MANAGE_API_KEYS: STAFF,
    Ability.DEFINE_QUESTIONS: STAFF,
    Ability.REVISE_RESOURCES: LEADS,
    Ability.PUBLISH_RESOURCES: (*LEADS, MENTOR),
    Ability.FIND_RESOURCES: EVERYBODY,
}
"""In an organization as a whole; roles in a program count wherever that is one of its programs."""

IN_PROGRAM: Table = {
    Ability.APPOINT_COORDINATORS: LEADS,
    Ability.CHANGE_SETTINGS: LEADS,
    Ability.INVITE_PEOPLE: LEADS,
    Ability.SEE_APPLICANTS: LEADS,
    Ability.DECIDE_APPLICATIONS: LEADS,
    Ability.REMOVE_PARTICIPANTS: LEADS,
    Ability.OVERSEE_MATCHES: LEADS,
    Ability.HANDLE_REPORTS: LEADS,
    Ability.SEE_ANALYTICS: LEADS,
    Ability.ANNOUNCE: LEADS,
    Ability.SEE_PARTICIPANTS: EVERYBODY,
    Ability.START_GROUPS: EVERYBODY,
    Ability.ASK_MENTORS: (MENTEE,),
}
"""In one program; roles in an organization count in each of its programs."""

MAY: Table = {**IN_ORGANIZATION, **IN_PROGRAM}


def of_staff(ability: Ability) -> list[OrganizationRole]:
    return [role for role in MAY[ability] if isinstance(role, OrganizationRole)]


def of_program(ability: Ability) -> list[ProgramRole]:
    return [role for role in MAY[ability] if isinstance(role, ProgramRole)]


def abilities(table: Table, roles: Iterable[Role]) -> list[Ability]:
    """What somebody with all of these roles may do, in the table's order."""
    held = set(roles)
    return [ability for ability, allowed in table.items() if held.intersection(allowed)]


def held(seats: Iterable[Staff], parts: Iterable[Enrollment]) -> list[Role]:
    """The roles of somebody with these: only approved parts count."""
    approved = [part.role for part in parts if part.status is EnrollmentStatus.APPROVED]
    return [*(seat.role for seat in seats), *approved]


def staffed(viewer: User, ability: Ability) -> Subquery:
    """Ids of organizations in which the viewer's role as staff has the ability."""
    seats = Staff.filter(user_id=viewer.id, role__in=of_staff(ability))
    return Subquery(seats.values("organization_id"))


def parts(viewer: User, ability: Ability) -> QuerySet[Enrollment]:
    """The viewer's approved parts whose role has the ability."""
    return Enrollment.filter(
        user_id=viewer.id, status=EnrollmentStatus.APPROVED, role__in=of_program(ability)
    )


def programs_where(viewer: User, ability: Ability) -> QuerySet[Program]:
    """Programs in which one of the viewer's roles has the ability."""
    led = Program.filter(organization_id__in=staffed(viewer, ability))
    taken = parts(viewer, ability).values("program_id")
    return Program.filter(id__in=Either(taken, led.values("id")))


def organizations_where(viewer: User, ability: Ability) -> QuerySet[Organization]:
    """Organizations in which one of the viewer's roles, there or in a program, has the ability."""
    led = Organization.filter(id__in=staffed(viewer, ability))
    taken = parts(viewer, ability).values("organization_id")
    return Organization.filter(id__in=Either(led.values("id"), taken))


def people_with(ability: Ability, program_id: UUID, organization_id: UUID) -> Subquery:
    """Ids of those who have the ability in a program of that organization."""
    those = Enrollment.filter(program_id=program_id, status=EnrollmentStatus.APPROVED)
    seats = Staff.filter(organization_id=organization_id, role__in=of_staff(ability))
    taking_part = those.filter(role__in=of_program(ability))
    return Either(taking_part.values("user_id"), seats.values("user_id"))


async def holders(ability: Ability, program: Program) -> set[UUID]:
    """Ids of all who have it in the program, by their part there or as staff."""
    seats = Staff.filter(organization_id=program.organization_id, role__in=of_staff(ability))
    taking = Enrollment.filter(
        program_id=program.id, status=EnrollmentStatus.APPROVED, role__in=of_program(ability)
    )
    return {seat.user_id for seat in await seats} | {part.user_id for part in await taking}


async def may(viewer: User, ability: Ability, program_id: UUID) -> bool:
    return await programs_where(viewer, ability).filter(id=program_id).exists()


async def may_within(viewer: User, ability: Ability, organization_id: UUID) -> bool:
    return await organizations_where(viewer, ability).filter(id=organization_id).exists()

"""Who runs an organization, and who coordinates its programs."""

from uuid import UUID

from tortoise.exceptions import IntegrityError

from actions.conversations import lose_seats
from actions.programs.enrolling import visible_program
from actions.programs.founding import demand
from actions.programs.inviting import revoke_sent
from actions.programs.joining import revoke_links
from actions.programs.parts import DECIDED, write_enrollment
from actions.transaction import transaction
from errors import Conflict, Forbidden, NotFound
from models import Enrollment, Organization, OrganizationRole, ProgramRole, Staff, User
from policies import programs as policy
from policies import users
from policies.roles import Ability, may

NO_USER = "There is no such person, or none that you may see"
NO_STAFF = "There is no such member of staff, or none that you may see"
NOT_OWNER = "Only owners say who is staff; ask one of them"
NOT_COORDINATING = (
    "Only coordinators of the program and staff appoint coordinators; ask one of them"
)
LAST_OWNER = "An organization keeps an owner; make somebody else one first"


async def appoint_staff(
    viewer: User, organization_id: UUID, user_id: UUID, role: OrganizationRole
) -> Staff:
    """Somebody the viewer, an owner, may see is staff from now on.

    NotFound for an organization or a person the viewer may not see, Forbidden unless they are an
    owner, Conflict for who is staff already.
    """
    await demand(viewer, Ability.APPOINT_STAFF, organization_id, NOT_OWNER)
    person = await visible_person(viewer, user_id)
    try:
        async with transaction():
            await hold_staff(viewer, organization_id)
            return await Staff.create(organization_id=organization_id, user_id=person.id, role=role)
    except IntegrityError:
        raise Conflict("They are staff already; change their role instead") from None


async def change_staff_role(viewer: User, staff_id: UUID, role: OrganizationRole) -> Staff:
    """Another role for somebody of the staff; errors as in `dismiss_staff`."""
    seat = await visible_seat(viewer, staff_id)
    async with transaction():
        await hold_staff(viewer, seat.organization_id)
        await check_changed(await Staff.filter(id=staff_id).update(role=role))
        await check_owned(seat.organization_id)
        if role is OrganizationRole.ADMIN:
            await revoke_sent(seat.user_id, seat.organization_id)
    return await Staff.get(id=staff_id)


async def dismiss_staff(viewer: User, staff_id: UUID) -> Staff:
    """Somebody is staff no longer; returns what they were. Everybody may resign.

    Whom they invited onto the staff or to coordinate, and who has not accepted yet, cannot.

    NotFound for what the viewer may not see, Forbidden unless they are an owner, Conflict when it
    happened already, and for the last owner.
    """
    seat = await visible_seat(viewer, staff_id)
    async with transaction() as current:
        await hold_staff(None if seat.user_id == viewer.id else viewer, seat.organization_id)
        await check_changed(await Staff.filter(id=staff_id).delete())
        await check_owned(seat.organization_id)
        await revoke_sent(seat.user_id, seat.organization_id)
        await revoke_links(seat.user_id, seat.organization_id)
        await lose_seats(current, seat.user_id, seat.organization_id)
    return seat


async def hold_staff(viewer: User | None, organization_id: UUID) -> None:
    """Changes of staff take turns, and who comes second may have lost the right meanwhile."""
    held = Organization.filter(id=organization_id).select_for_update(no_key=True)
    # Whoever was dismissed while they waited does not even see it.
    if await held.get_or_none() is None:
        raise NotFound(NO_STAFF)
    if viewer:
        await demand(viewer, Ability.APPOINT_STAFF, organization_id, NOT_OWNER)


async def check_changed(rows: int) -> None:
    if not rows:
        raise Conflict("They are staff no longer; read the staff again")


async def check_owned(organization_id: UUID) -> None:
    """Asked after the change, under the lock, so that no two last owners go at once."""
    if not await Staff.exists(organization_id=organization_id, role=OrganizationRole.OWNER):
        raise Conflict(LAST_OWNER)


async def visible_seat(viewer: User, staff_id: UUID) -> Staff:
    visible = policy.staff_visible_to(viewer).select_related("organization")
    seat = await visible.get_or_none(id=staff_id)
    if seat is None:
        raise NotFound(NO_STAFF)
    return seat


async def visible_person(viewer: User, user_id: UUID) -> User:
    person = await users.visible_to(viewer).get_or_none(id=user_id)
    if person is None:
        raise NotFound(NO_USER)
    return person


async def appoint_coordinator(viewer: User, program_id: UUID, user_id: UUID) -> Enrollment:
    """Somebody the viewer may see coordinates the program from now on.

    NotFound for a program or a person the viewer may not see, Forbidden unless they coordinate the
    program or are staff, Conflict for who coordinates it already.
    """
    program = await visible_program(viewer, program_id)
    if not await may(viewer, Ability.APPOINT_COORDINATORS, program_id):
        raise Forbidden(NOT_COORDINATING)
    person = await visible_person(viewer, user_id)
    try:
        async with transaction():
            return await write_enrollment(person, program, ProgramRole.COORDINATOR, DECIDED)
    except IntegrityError:
        raise Conflict("They coordinate this program already") from None

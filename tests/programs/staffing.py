"""Staff, coordinators and what is done with them, in one line each."""

from models import Organization, OrganizationRole, Program, Staff, User
from schema import ids
from tests.cast import given_coordinator, given_organization, given_program, given_user

OWNER, ADMIN = OrganizationRole.OWNER, OrganizationRole.ADMIN


async def given_owned() -> tuple[User, Organization, Program]:
    """An owner, their organization, and a closed program of it with a coordinator, Coco."""
    otto = await given_user("Otto")
    organization = await given_organization(owner=otto)
    program = await given_program(organization, is_open=False)
    await given_coordinator(program)
    return otto, organization, program


def seat_id(seat: Staff) -> str:
    return ids.encode("staff", seat.id)


async def roles_in(organization: Organization) -> list[tuple[str, str]]:
    seats = Staff.filter(organization_id=organization.id).order_by("id").select_related("user")
    return [(seat.user.name, seat.role.value) for seat in await seats]

"""How the organizations came about, and their programs and libraries."""

from actions import programs, questions, resources
from jobs.demonstration import shapes
from jobs.demonstration.timeline import Story
from jobs.demonstration.world import World
from models import Organization, Program, ProgramRole, User


async def founding(world: World, told: shapes.Organization) -> Story:
    yield world.ago(told.founded)
    owner = world.users[told.owner]
    organization = await programs.create_organization(owner, told.name, told.slug)
    world.organizations[told.slug] = organization
    for question in told.questions:
        new = questions.NewQuestion(**question.model_dump())
        await questions.define_question(owner, organization.id, new)
    for program in told.programs:
        yield world.ago(program.begun)
        await begin(world, owner, organization, program)


async def begin(
    world: World, owner: User, organization: Organization, told: shapes.Program
) -> None:
    """The owner begins the program and, unless it is the owner, appoints its coordinator."""
    new = programs.NewProgram(organization.id, told.name, told.description, told.is_open)
    program = await programs.create_program(owner, new)
    coordinator = world.users[told.coordinator]
    if coordinator != owner:
        await appoint(coordinator, program)
    world.programs[told.key] = program
    world.coordinators[told.key] = coordinator


async def appoint(coordinator: User, program: Program) -> None:
    await programs.write_enrollment(coordinator, program, ProgramRole.COORDINATOR, programs.DECIDED)


async def publishing(world: World, told: shapes.Library) -> Story:
    days_apart = told.since / len(told.resources)
    for number, resource in enumerate(told.resources):
        yield world.ago(told.since - number * days_apart)
        draft = resources.Draft(**resource.model_dump(exclude={"by"}))
        organization = world.organizations[told.organization]
        await resources.publish_resource(world.users[resource.by], organization.id, draft)

"""How groups and announcements came about, and what was said there."""

from actions import conversations
from jobs.demonstration import shapes
from jobs.demonstration.pairing import say, spoken
from jobs.demonstration.timeline import Story
from jobs.demonstration.world import World
from models import Conversation


async def gathering(world: World, told: shapes.Gathering) -> Story:
    yield world.ago(told.started)
    where = await start(world, told)
    lines = list(spoken(told.title, told.talks))
    for number, (day, line) in enumerate(lines):
        yield world.ago(day)
        await say(world, where, f"{told.program}-{told.title}-{number}", line)
    yield world.ago(day)
    for name in told.read_by:
        await conversations.mark_read(world.users[name], where.id, len(lines))


async def start(world: World, told: shapes.Gathering) -> Conversation:
    new = conversations.NewConversation(
        program_id=world.programs[told.program].id,
        kind=told.kind,
        title=told.title,
        members=tuple(world.users[name].id for name in told.members),
        is_for_everybody=told.is_for_everybody,
    )
    return await conversations.start_conversation(world.users[told.host], new)

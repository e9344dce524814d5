"""What somebody tries and may not, for policies that are asked about an act and not about a row.

Each says what came of it.
"""

from actions.safety import block_user
from models import Conversation, Member, Message, Resource, User
from schema import ids
from schema.scalars import log_cursor
from tests.cast import (
    given_coordinator,
    given_match,
    given_mentee,
    given_mentor,
    given_messages,
    given_organization,
    given_pair,
    given_program,
    given_user,
)
from tests.conversations.gathering import given_announcement, given_cohort, given_group, remove
from tests.conversations.talking import say
from tests.documents import do
from tests.edge import Edge
from tests.matches.asking import accept, given_request, request
from tests.pictures.test_showing_pictures import get, place, send
from tests.questions.asking import define, reply
from tests.resources.library import given_library, given_resource

ARTICLE = {"kind": "ARTICLE", "title": "T", "url": "https://example.org/t", "language": "en"}
SETTINGS = """
query ($id: ID!) {
  compareProgramSettings(programId: $id, document: "{}") { problems { path } }
}
"""
SUGGESTED = "query ($id: ID!) { suggestions(programId: $id) { mentor { user { name } } } }"
MEASURES = "query ($id: ID!) { programAnalytics(programId: $id) { program { id } } }"
ANSWERS = "query ($id: ID!) { node(id: $id) { ... on Enrollment { answers { text } } } }"
EVENTS = """
subscription ($id: ID!, $after: Cursor) { conversationEvents(conversationId: $id, after: $after) {
  __typename ... on MessageSent { message { body } }
} }
"""


GOALS = """
subscription ($id: ID!, $after: Cursor) { conversationEvents(conversationId: $id, after: $after) {
  ... on GoalSet { goal { title } }
} }
"""


async def done(edge: Edge, viewer: User, act: str, **input: object) -> str:
    result = await do(edge.ask, viewer, act, **input)
    return str(result["__typename"])


async def measuring(edge: Edge) -> str:
    program = await given_program()
    mentee = (await given_mentee(program)).user
    return str((await edge.ask(mentee, MEASURES, id=ids.encode("program", program.id))).codes)


async def changing_settings(edge: Edge) -> str:
    program = await given_program()
    mentee = (await given_mentee(program)).user
    return str((await edge.ask(mentee, SETTINGS, id=ids.encode("program", program.id))).data)


async def writing_to_others(edge: Edge) -> str:
    _, _, conversation = await given_pair()
    program = await conversation.program
    other, to = await given_mentee(program, "Cy"), ids.encode("conversation", conversation.id)
    return await done(edge, other.user, "sendMessage", conversationId=to, clientId="c", body="Hi")


async def hearing_on(edge: Edge) -> str:
    """After one's seat is gone."""
    ada, bo, conversation = await given_pair()
    place = ids.encode("conversation", conversation.id)
    async with edge.listen(bo, EVENTS, id=place, after=log_cursor(1, 1)) as events:
        await given_messages(ada, conversation, "a")
        await anext(events)
        await Member.filter(user_id=bo.id).delete()
        await given_messages(ada, conversation, ["secret"])
        try:
            return str(await anext(events))
        except LookupError:
            return "nothing"


async def given_goal() -> tuple[User, User, dict[str, str]]:
    program = await given_program()
    mentor, mentee = await given_mentor(program), await given_mentee(program)
    match = ids.encode("match", (await given_match(mentor, mentee)).id)
    return mentor.user, mentee.user, {"matchId": match, "title": "Talk", "measure": "YES_NO"}


async def asking_whom_one_is_kept_from(edge: Edge) -> str:
    program = await given_program()
    mentor, mentee = await given_mentor(program), await given_mentee(program)
    await block_user(mentor.user, mentee.user_id)
    return str((await request(edge.ask, mentee.user, mentor))["__typename"])


async def setting_goals_for_others(edge: Edge) -> str:
    mentor, _, goal = await given_goal()
    return await done(edge, mentor, "setGoal", **goal)


async def hearing_of_goals(edge: Edge) -> str:
    """As a third in the conversation of a pair."""
    _, mentee, goal = await given_goal()
    where = await Conversation.get(match__mentee__user_id=mentee.id)
    third = await given_user("Eve")
    await Member.create(organization_id=where.organization_id, conversation=where, user=third)
    place = ids.encode("conversation", where.id)
    async with edge.listen(third, GOALS, id=place, after=log_cursor(1, 1)) as events:
        await do(edge.ask, mentee, "setGoal", **goal)
        return str(await anext(events))


async def checking_in_for_others(edge: Edge) -> str:
    mentor, mentee, goal = await given_goal()
    made = await do(edge.ask, mentee, "setGoal", "goal { id }", **goal)
    return await done(edge, mentor, "checkIn", goalId=made["goal"]["id"], value=1)


async def accepting_for_others(edge: Edge) -> str:
    program = await given_program()
    asked = await given_request(await given_mentor(program), await given_mentee(program))
    other = await given_mentor(program, "Eve")
    return str((await accept(edge.ask, other.user, asked))["__typename"])


async def looking_for_mentors_as_none_who_may(edge: Edge) -> str:
    program = await given_program()
    ada = await given_mentor(program)
    await given_mentor(program, "Eve")
    return str((await edge.ask(ada.user, SUGGESTED, id=ids.encode("program", program.id))).data)


async def publishing(edge: Edge) -> str:
    library = await given_library()
    return await done(
        edge, library["mentee"], "publishResource", organizationId=library.id, **ARTICLE
    )


async def publishing_elsewhere(edge: Edge) -> str:
    """Not even that there is a library."""
    library = await given_library()
    return await done(
        edge, library["elsewhere"], "publishResource", organizationId=library.id, **ARTICLE
    )


async def archiving(edge: Edge) -> str:
    library = await given_library()
    resource: Resource = await given_resource(library)
    wanted = ids.encode("resource", resource.id)
    return await done(edge, library["mentee"], "archiveResource", resourceId=wanted)


async def approving_oneself(edge: Edge) -> str:
    part = {"programId": ids.encode("program", (await given_program()).id), "role": "MENTEE"}
    zoe = await given_user("Zoe")
    applied = await do(edge.ask, zoe, "enroll", "enrollment { id }", **part)
    return await done(edge, zoe, "approveEnrollment", enrollmentId=applied["enrollment"]["id"])


async def creating_programs(edge: Edge) -> str:
    program = await given_program()
    coordinator = (await given_coordinator(program)).user
    where = ids.encode("organization", program.organization_id)
    return await done(edge, coordinator, "createProgram", organizationId=where, name="New")


async def reading_answers(edge: Edge) -> str:
    """Those that are for coordinators, as another participant."""
    otto = await given_user("Otto")
    lumen = await given_organization(owner=otto)
    program = await given_program(lumen)
    await define(edge.ask, otto, lumen, kind="TEXT", visibility="COORDINATORS")
    ada, bo = await given_mentor(program), await given_mentee(program)
    await reply(edge.ask, ada.user, lumen, shift={"text": "Late"})
    return str((await edge.ask(bo.user, ANSWERS, id=ids.encode("enrollment", ada.id))).data)


async def editing_for_others(edge: Edge) -> str:
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "a")
    message = await Message.get(conversation_id=conversation.id)
    wanted = ids.encode("message", message.id)
    return await done(edge, bo, "editMessage", messageId=wanted, body="b")


async def removing_members(edge: Edge) -> str:
    """As one of them."""
    cohort = await given_cohort()
    group = await given_group(cohort)
    return str((await remove(edge.ask, cohort["Bo"], group, cohort["Cy"]))["__typename"])


async def announcing(edge: Edge) -> str:
    """As a member."""
    cohort = await given_cohort()
    where = await given_announcement(cohort, "Bo")
    return str((await say(edge.ask, cohort["Bo"], where))["__typename"])


async def looking_at_a_picture(edge: Edge) -> str:
    ada = await given_user("Ada")
    await send(edge, ada)
    return str((await get(edge, await given_user("Zoe"), place(ada))).status_code)


ACTS = {
    "analytics.measured_for": measuring,
    "conversations.can_change": editing_for_others,
    "conversations.can_host": removing_members,
    "conversations.can_read": writing_to_others,
    "conversations.can_write": announcing,
    "conversations.readers_of": hearing_on,
    "goals.can_move": checking_in_for_others,
    "goals.can_set": setting_goals_for_others,
    "goals.readers_of": hearing_of_goals,
    "matches.as_mentee": looking_for_mentors_as_none_who_may,
    "matches.with_side": accepting_for_others,
    "pictures.visible_to": looking_at_a_picture,
    "programs.changeable_by": changing_settings,
    "questions.answers_visible_to": reading_answers,
    "resources.can_find": publishing_elsewhere,
    "resources.can_publish": publishing,
    "resources.revisable_by": archiving,
    "roles.may": approving_oneself,
    "roles.may_within": creating_programs,
    "safety.can_meet": asking_whom_one_is_kept_from,
}

"""A pair that writes to each other, and strives for something; and people who gather."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from actions import attachments, conversations, goals, programs
from actions.conversations import presence
from models import (
    Attachment,
    Conversation,
    ConversationKind,
    Enrollment,
    Measure,
    Message,
    Milestone,
    Program,
    Translation,
    User,
)
from tests.cast import given_match, given_messages
from tests.conversations.expiring import age
from tests.pictures.drawing import drawn


async def given_talk(mentor: Enrollment, mentee: Enrollment) -> None:
    """They write to each other, and the mentee has goals."""
    match = await given_match(mentor, mentee)
    await programs.sign_agreement(mentee.user, match.id, 1)
    conversation = await Conversation.get(match_id=match.id)
    await given_messages(mentor.user, conversation, ["Hello", "Wie geht's? 👋", "x" * 1_000])
    await given_messages(mentee.user, conversation, ["Good", "Let us begin"])
    await conversations.mark_read(mentee.user, conversation.id, 2)
    await presence.write_down([mentor.user.id])
    await given_changes(mentor.user, mentee.user, conversation)
    for measure in Measure:
        await given_goal(mentee.user, match.id, measure)


async def given_changes(mentor: User, mentee: User, conversation: Conversation) -> None:
    """A thread, and messages that were edited, taken back, reacted to and pinned."""
    first, second, third = await Message.filter(sender_id=mentor.id).order_by("number")
    said = conversations.NewMessage(conversation.id, "answer", "Hi", first.id, [mentor.id])
    answer = await conversations.send_message(mentee, said)
    await conversations.edit_message(mentee, answer.id, "Hi Ada")
    await conversations.add_reaction(mentee, first.id, "👋")
    await conversations.add_reaction(mentor, answer.id, "🎉")
    await conversations.remove_reaction(mentor, answer.id, "🎉")
    await conversations.pin_message(mentee, first.id)
    await conversations.pin_message(mentor, second.id)
    await conversations.unpin_message(mentor, second.id)
    await conversations.retract_message(mentor, third.id)
    place: dict[str, Any] = {"organization_id": second.organization_id, "message_id": second.id}
    await Translation.create(**place, language="en", source="de", body="How are you?")
    for root_id in (None, first.id):
        begun = conversations.NewDraft(conversation.id, "What I meant", root_id)
        await conversations.save_draft(mentor, begun)
    await given_files(mentor, conversation)


async def given_files(mentor: User, conversation: Conversation) -> None:
    """A picture that was sent, one that was not, and one that is awaited."""
    sent, _ = [await given_file(mentor, conversation, drawn()) for _ in range(2)]
    await given_file(mentor, conversation, None)
    said = conversations.NewMessage(conversation.id, "picture", "", attachments=[sent.id])
    await conversations.send_message(mentor, said)


async def given_file(user: User, conversation: Conversation, raw: bytes | None) -> Attachment:
    new = attachments.NewUpload(conversation.id, "Plan.png", len(raw or b"x"))
    file = await attachments.request_upload(user, new)
    if raw is None:
        return file
    with TemporaryFile() as content:
        content.write(raw)
        content.flush()
        file = await attachments.begin_upload(user, file.id)
        return await attachments.finish_upload(file, content)


async def given_gatherings(program: Program, people: dict[str, User]) -> None:
    """A group from which somebody was removed and somebody left, and an old announcement."""
    mentor, mentee, seeker = people["mentor"], people["mentee"], people["seeker"]
    named = tuple(people[name].id for name in ("mentee", "seeker", "parted"))
    group = await given_started(mentor, program, ConversationKind.GROUP, *named)
    await conversations.add_members(mentor, group.id, [people["free mentor"].id])
    await given_messages(seeker, group, ["May I ask?"])
    said = conversations.NewMessage(group.id, "named", "Ask Bo", mentions=[mentee.id])
    await conversations.send_message(mentor, said)
    await conversations.appoint_host(mentor, group.id, mentee.id)
    await conversations.rename_conversation(mentee, group.id, "Late readers")
    await conversations.remove_member(mentee, group.id, seeker.id)
    await conversations.leave_conversation(people["free mentor"], group.id)
    await conversations.end_conversation(mentor, group.id)
    until = datetime.now(UTC) + timedelta(days=9)
    muted = conversations.Preferences(is_muted=True, muted_until=until)
    await conversations.set_preferences(mentee, group.id, muted)
    announced = ConversationKind.ANNOUNCEMENT
    news = await given_started(people["coordinator"], program, announced, mentee.id, seeker.id)
    await given_messages(people["coordinator"], news, ["What nobody needs any more"])
    await age(news, 4_000)
    await conversations.expire()
    await given_messages(people["coordinator"], news, ["We meet on Monday"])


async def given_started(
    host: User, program: Program, kind: ConversationKind, *members: UUID
) -> Conversation:
    new = conversations.NewConversation(program.id, kind, f"Of {kind.value}", members)
    return await conversations.start_conversation(host, new)


async def given_goal(mentee: User, match_id: Any, measure: Measure) -> None:
    """With a step that is reached, one that is not, and two check-ins."""
    is_number = measure is not Measure.YES_NO
    steps = (goals.NewMilestone("Begin", date(2030, 1, 1)), goals.NewMilestone("End"))
    new = goals.NewGoal(
        match_id=match_id,
        title=f"A goal by {measure.value}",
        measure=measure,
        why="To learn",
        unit="pages" if is_number else "",
        target_value=Decimal(10) if is_number else None,
        due_on=date(2030, 2, 3),
        milestones=steps,
    )
    goal = await goals.set_goal(mentee, new)
    await goals.reach_milestone(mentee, (await Milestone.get(goal_id=goal.id, position=0)).id)
    for value in (0, 1):
        await goals.check_in(mentee, goal.id, Decimal(value), "On the way")

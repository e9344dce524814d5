"""Saying something, once."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F
from uuid_utils.compat import uuid7

from actions import checks
from actions.conversations.attaching import MOST_ATTACHMENTS, attach, attached_to
from actions.conversations.drafts import clear_draft
from actions.conversations.log import CLOSED, NO_CONVERSATION, demand_writer, hold
from actions.conversations.threads import root_of
from actions.conversations.together import together
from actions.transaction import Transaction, transaction
from adapters.languages import language_of
from errors import Conflict, Invalid, NotFound
from events.facts import ConversationAdvanced
from events.hub import hub
from events.ring import announce_message, members_of
from models import Member, Mention, Message, User
from models.acting import by_system
from models.sql import is_in_transaction, row_of, write_at_once
from policies import conversations as policy

LONGEST_BODY = 8_000
MOST_MENTIONS = 50
NOT_MEMBERS = "Name members of this conversation only"
USED = "This clientId was used for another message; choose a new one"


@dataclass(frozen=True, slots=True)
class NewMessage:
    """`client_id` is the sender's own name for it; `root_id` the message that it answers.

    `clears_draft` if it is what they had begun to write there.
    """

    conversation_id: UUID
    client_id: str
    body: str
    root_id: UUID | None = None
    mentions: Collection[UUID] = ()
    attachments: Sequence[UUID] = ()
    language: str | None = None
    """As it is told from the body; whatever is said of it before counts for nothing."""
    clears_draft: bool = False

    @property
    def has_parts(self) -> bool:
        """More is written with it."""
        return bool(self.root_id or self.mentions or self.attachments or self.clears_draft)


SAY = f"""
WITH seat AS (
    SELECT member.id, seats_lost FROM member JOIN conversation ON conversation.id = $1
    WHERE conversation_id = $1 AND user_id = $2 AND (role = 'HOST' OR kind <> 'ANNOUNCEMENT')
        AND (SELECT act_for($11))
), head AS (
    UPDATE conversation SET last_seq = last_seq + 1, last_number = last_number + 1
    WHERE id = $1 AND closed_at IS NULL AND NOT is_blocked
        AND seats_lost = (SELECT seats_lost FROM seat)
        AND NOT EXISTS (SELECT FROM message WHERE sender_id = $2 AND client_id = $4)
        AND (SELECT act_for($11))
    RETURNING organization_id, last_seq, last_number, epoch, member_count
), said AS (
    INSERT INTO message (
        id, created_at, organization_id, conversation_id, sender_id, number, client_id, body,
        root_id, reply_count, version, attachment_count, language
    )
    SELECT $3, $8, organization_id, $1, $2, last_number, $4, $5, $6, 0, 1, $9, $10 FROM head
    RETURNING message
), line AS (
    INSERT INTO conversation_event (
        id, created_at, organization_id, conversation_id, seq, kind, message_id
    )
    SELECT $7, $8, organization_id, $1, last_seq, 'MESSAGE_SENT', $3 FROM head
    RETURNING conversation_event AS line
), marked AS (
    UPDATE member SET last_read_number = last_number FROM head
    WHERE member.id = (SELECT id FROM seat)
)
SELECT message, line, epoch, member_count,
    (SELECT user_account FROM user_account WHERE id = $2) AS sender,
    {members_of("$1")}
FROM said, line, head
"""
"""All of it in one round trip: no lock is held while this process does something else.

The row of the conversation is locked until the commit, so lines become visible in the order of
their `seq`: whoever sees n + 1 also sees n. Who waits for that lock looks at the row anew, but not
at the seats: that some were lost meanwhile, and perhaps theirs, is seen by their number.
"""


turns: WeakValueDictionary[tuple[UUID, UUID], asyncio.Lock] = WeakValueDictionary()
"""Of those who say something, by who and where."""


async def send_message(sender: User, new: NewMessage) -> Message:
    """Say something once: the same `client_id` and content again give the same message back.

    NotFound for a conversation that is not the sender's, Forbidden for who is no host of an
    announcement, Conflict where it is closed, one has blocked the other, or the `client_id` was
    used for something else, Invalid for what `checked` refuses.
    """
    said = await checked(sender, new)
    try:
        # What one person says in one place is said in its order, by whatever way it is stored.
        async with turns.setdefault((sender.id, new.conversation_id), asyncio.Lock()):
            return await say(sender, said)
    except IntegrityError:
        if sent := await sent_before(sender, said):
            return sent
        if said.root_id:
            # What it answers expired just now, if it is not there any more.
            await root_of(said.root_id, said.conversation_id)
        if await is_used(sender, said.client_id):
            raise Conflict(USED) from None
        raise


async def say(sender: User, new: NewMessage) -> Message:
    if message := await say_at_once(sender, new):
        return message
    async with transaction() as current:
        return await write_message(current, sender, new)


async def checked(sender: User, new: NewMessage) -> NewMessage:
    """As it is stored. Who is not there is told only that: NotFound, whatever they wrote."""
    if new.root_id:
        await require_member(sender, new.conversation_id)
    try:
        return await stored(new)
    except Invalid:
        await require_member(sender, new.conversation_id)
        raise


async def require_member(sender: User, conversation_id: UUID) -> None:
    if not await policy.can_read(sender, conversation_id):
        raise NotFound(NO_CONVERSATION)


async def stored(new: NewMessage) -> NewMessage:
    checks.at_most("mentionIds", new.mentions, MOST_MENTIONS)
    checks.at_most("attachmentIds", new.attachments, MOST_ATTACHMENTS)
    body = checks.text("body", new.body, least=0 if new.attachments else 1, most=LONGEST_BODY)
    return NewMessage(
        conversation_id=new.conversation_id,
        client_id=checks.text("clientId", new.client_id, least=1, most=64),
        body=body,
        root_id=await root_of(new.root_id, new.conversation_id) if new.root_id else None,
        mentions=frozenset(new.mentions),
        attachments=tuple(new.attachments),
        language=language_of(body),
        clears_draft=new.clears_draft,
    )


async def sent_before(sender: User, new: NewMessage) -> Message | None:
    """The message of that `client_id`; Conflict if it is another one.

    One that was edited or retracted since is still the same.
    """
    message = await Message.get_or_none(sender_id=sender.id, client_id=new.client_id)
    if message is None:
        return None
    if (message.conversation_id, message.root_id) != (new.conversation_id, new.root_id):
        raise Conflict(USED)
    if message.version == 1 and not await says_the_same(message, new):
        raise Conflict(USED)
    return message


@by_system
async def is_used(sender: User, client_id: str) -> bool:
    """Also where the sender sees nothing any more, such as an organization that they left."""
    return await Message.filter(sender_id=sender.id, client_id=client_id).exists()


async def says_the_same(message: Message, new: NewMessage) -> bool:
    attached = await attached_to(message) if message.attachment_count else ()
    return (message.body, attached) == (new.body, new.attachments)


async def say_at_once(sender: User, new: NewMessage) -> Message | None:
    """Most messages: one statement, and nothing around it; where many come at once, one for many.

    None if it was not taken, has parts, or belongs to a transaction of others.
    """
    if new.has_parts or is_in_transaction():
        return None
    if together.is_wanted_by(sender.id):
        told = new.conversation_id, sender.id, uuid7(), new.client_id, new.body, uuid7()
        if message := await together.say(*told, new.language):
            return message
    with together.one_alone():
        return await say_by_itself(sender, new)


async def say_by_itself(sender: User, new: NewMessage) -> Message | None:
    """Where it is cut short nobody knows whether it came through, so it is told of."""
    try:
        found = await write_at_once(SAY, *values_of(sender, new))
    except IntegrityError:
        raise
    except BaseException:
        hub.announce(ConversationAdvanced(new.conversation_id))
        raise
    if found is None:
        return None
    message = row_of(Message, found["message"])
    announce_message(message, found)
    return message


def values_of(sender: User, new: NewMessage) -> tuple[Any, ...]:
    """What `SAY` asks for, but who acts."""
    said, line = (uuid7(), new.client_id, new.body, new.root_id), (uuid7(), datetime.now(UTC))
    told = len(new.attachments), new.language
    return (new.conversation_id, sender.id, *said, *line, *told)


async def write_message(current: Transaction, sender: User, new: NewMessage) -> Message:
    values = values_of(sender, new)
    # Without parts it was tried before, and not taken.
    found = await write_at_once(SAY, *values) if new.has_parts else None
    if found is None:
        if sent := await said_instead(sender, new):
            return sent
        # Somebody lost their seat just now, and nobody does while it is held.
        found = await write_at_once(SAY, *values)
    if found is None:
        raise Conflict(CLOSED)
    message = row_of(Message, found["message"])
    if new.root_id:
        await Message.filter(id=new.root_id).update(reply_count=F("reply_count") + 1)
    if new.mentions:
        await mention(message, new.mentions)
    if new.attachments:
        await attach(message, new.attachments)
    if new.clears_draft:
        await clear_draft(current, message)
    current.announce(ConversationAdvanced(new.conversation_id))
    return message


async def said_instead(sender: User, new: NewMessage) -> Message | None:
    """What was said under its `client_id` before; None if it can be said now, while it is held.

    Most messages are new, and of members, so all of this is asked only where one is not taken.
    """
    # First, so that strangers hold nothing.
    await require_member(sender, new.conversation_id)
    if sent := await sent_before(sender, new):
        return sent
    await hold(sender, new.conversation_id)
    await demand_writer(sender, new.conversation_id)
    return await sent_before(sender, new)


async def mention(message: Message, people: Collection[UUID]) -> None:
    members = await Member.filter(
        conversation_id=message.conversation_id, user_id__in=[*people]
    ).values_list("user_id", flat=True)
    if len(members) < len(people):
        raise Invalid("mentionIds", NOT_MEMBERS)
    await Mention.bulk_create(
        Mention(organization_id=message.organization_id, message_id=message.id, user_id=person)
        for person in people
    )

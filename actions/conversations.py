"""Saying something, and reading on."""

from datetime import UTC, datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError

from actions import checks
from actions.transaction import Transaction, transaction
from errors import Conflict, Invalid, NotFound
from events.facts import ConversationAdvanced, ReadMarkerMoved
from models import Conversation, ConversationEvent, EventKind, Match, Member, Message, User
from models.sql import fetch_one
from policies import conversations as policy

LONGEST_BODY = 8_000
NO_CONVERSATION = "There is no such conversation, or you are not in it"


async def open_conversation(current: Transaction, match: Match, *people: UUID) -> Conversation:
    """The conversation of a new match; its log begins with OPENED."""
    tenant = match.organization_id
    conversation = await Conversation.create(organization_id=tenant, match_id=match.id)
    for person in people:
        await Member.create(organization_id=tenant, conversation_id=conversation.id, user_id=person)
    await append(current, conversation.id, EventKind.OPENED)
    return conversation


async def close_conversation(current: Transaction, conversation_id: UUID) -> None:
    """Nothing more can be said; everything said stays readable."""
    closed = await Conversation.filter(id=conversation_id, closed_at=None).update(
        closed_at=datetime.now(UTC)
    )
    if closed:
        await append(current, conversation_id, EventKind.CLOSED)


async def send_message(sender: User, conversation_id: UUID, client_id: str, body: str) -> Message:
    """Say something once: the same `client_id` and text again give the same message back.

    NotFound for a conversation that is not the sender's, Conflict where it is closed or the
    `client_id` was used for something else.
    """
    body = checks.text("body", body, least=1, most=LONGEST_BODY)
    client_id = checks.text("clientId", client_id, least=1, most=64)
    if not await policy.can_read(sender, conversation_id):
        raise NotFound(NO_CONVERSATION)
    if sent := await sent_before(sender, conversation_id, client_id, body):
        return sent
    try:
        async with transaction() as current:
            return await write_message(current, sender, conversation_id, client_id, body)
    except IntegrityError:
        if sent := await sent_before(sender, conversation_id, client_id, body):
            return sent
        raise


async def sent_before(
    sender: User, conversation_id: UUID, client_id: str, body: str
) -> Message | None:
    message = await Message.get_or_none(sender_id=sender.id, client_id=client_id)
    if message and (message.conversation_id, message.body) != (conversation_id, body):
        raise Conflict("This clientId was used for another message; choose a new one")
    return message


async def write_message(
    current: Transaction, sender: User, conversation_id: UUID, client_id: str, body: str
) -> Message:
    head = await fetch_one(
        "UPDATE conversation SET last_number = last_number + 1"
        " WHERE id = $1 AND closed_at IS NULL RETURNING last_number, organization_id",
        conversation_id,
    )
    if head is None:
        raise Conflict("This conversation is closed; its match has ended")
    message = await Message.create(
        organization_id=head["organization_id"],
        conversation_id=conversation_id,
        sender_id=sender.id,
        number=head["last_number"],
        client_id=client_id,
        body=body,
    )
    await move_marker(sender, conversation_id, message.number)
    await append(current, conversation_id, EventKind.MESSAGE_SENT, message.id)
    return message


async def append(
    current: Transaction, conversation_id: UUID, kind: EventKind, message_id: UUID | None = None
) -> None:
    """One more line in the log.

    The row lock is held from this UPDATE to the commit, so lines become visible in the order of
    their `seq`: whoever sees n + 1 also sees n.
    """
    head = await fetch_one(
        "UPDATE conversation SET last_seq = last_seq + 1 WHERE id = $1"
        " RETURNING last_seq, organization_id",
        conversation_id,
    )
    assert head is not None
    await ConversationEvent.create(
        organization_id=head["organization_id"],
        conversation_id=conversation_id,
        seq=head["last_seq"],
        kind=kind,
        message_id=message_id,
    )
    members = await Member.filter(conversation_id=conversation_id)
    current.announce(
        ConversationAdvanced(conversation_id, tuple(member.user_id for member in members))
    )


async def mark_read(viewer: User, conversation_id: UUID, number: int) -> Conversation:
    """Everything up to message `number` is read. The marker never moves back."""
    conversation = await policy.visible_to(viewer).get_or_none(id=conversation_id)
    if conversation is None:
        raise NotFound(NO_CONVERSATION)
    if not 0 <= number <= conversation.last_number:
        raise Invalid("number", f"Choose a message from 0 to {conversation.last_number}")
    async with transaction() as current:
        await move_marker(viewer, conversation_id, number)
        current.announce(ReadMarkerMoved(viewer.id))
    return conversation


async def move_marker(reader: User, conversation_id: UUID, number: int) -> None:
    await Member.filter(
        conversation_id=conversation_id, user_id=reader.id, last_read_number__lt=number
    ).update(last_read_number=number)

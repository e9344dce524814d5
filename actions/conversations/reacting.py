"""Answering with an emoji."""

from uuid import UUID

import emoji as emojis
from tortoise.queryset import QuerySet

from actions.conversations.changing import RETRACTED
from actions.conversations.log import held, tell
from errors import Conflict, Invalid
from models import EventKind, Message, Reaction, User

MOST_EMOJIS = 20
NOT_AN_EMOJI = "Send one emoji, such as 👍"
MANY_EMOJIS = f"A message has at most {MOST_EMOJIS} different emojis; choose one that is there"


async def add_reaction(viewer: User, message_id: UUID, emoji: str) -> Message:
    """The viewer's emoji under a message; the same one again changes nothing.

    NotFound for what they may not read, Invalid for what is no emoji, Conflict for what was taken
    back, has 20 different ones, or stands in a closed conversation.
    """
    if not emojis.is_emoji(emoji):
        raise Invalid("emoji", NOT_AN_EMOJI)
    async with held(viewer, message_id) as (current, message):
        if message.retracted_at:
            raise Conflict(RETRACTED)
        if not await same(viewer, message, emoji).exists():
            await require_room(message, emoji)
            await Reaction.create(
                organization_id=message.organization_id,
                message_id=message.id,
                user_id=viewer.id,
                emoji=emoji,
            )
            await tell(current, EventKind.REACTION_ADDED, viewer, message, emoji)
    return message


async def remove_reaction(viewer: User, message_id: UUID, emoji: str) -> Message:
    """Without the viewer's emoji; if there is none nothing changes. NotFound as above."""
    async with held(viewer, message_id) as (current, message):
        if await same(viewer, message, emoji).delete():
            await tell(current, EventKind.REACTION_REMOVED, viewer, message, emoji)
    return message


def same(viewer: User, message: Message, emoji: str) -> QuerySet[Reaction]:
    return Reaction.filter(message_id=message.id, user_id=viewer.id, emoji=emoji)


async def require_room(message: Message, emoji: str) -> None:
    there = Reaction.filter(message_id=message.id).distinct().values_list("emoji", flat=True)
    known = {str(one) for one in await there}
    if emoji not in known and len(known) >= MOST_EMOJIS:
        raise Conflict(MANY_EMOJIS)

"""Conversations and what is said in them."""

from dataclasses import replace
from functools import cached_property
from uuid import UUID

from models.attachments import Attachment
from models.conversations import (
    Conversation,
    Draft,
    EmojiCount,
    LastSeen,
    Member,
    Message,
    Pin,
    Translation,
)
from models.loaders.batches import Keyed, Loader, by_id, by_key, many
from models.sources import Source, table
from models.sql import fetch
from models.users import User

PINNED = Source(
    Message,
    "(SELECT message.*, pin.id AS pin_id FROM pin"
    " JOIN message ON message.id = message_id) AS pinned",
)

MENTIONED = Source(
    User,
    "(SELECT user_account.*, message_id FROM mention"
    " JOIN user_account ON user_account.id = user_id) AS mentioned",
)

COUNTED = """
    SELECT message_id, emoji, count(*) FROM reaction WHERE message_id = ANY($1::uuid[])
    GROUP BY message_id, emoji ORDER BY min(id::text)
"""

SEEN = """
    SELECT member.id, seen_at FROM member
    JOIN conversation ON conversation.id = conversation_id AND closed_at IS NULL AND NOT is_blocked
    JOIN user_account ON user_account.id = member.user_id AND shows_presence
    LEFT JOIN presence ON presence.user_id = member.user_id
    WHERE member.id = ANY($1::uuid[])
"""


NAMED = """
    SELECT member.id, count(*) FROM member
    JOIN mention ON mention.user_id = member.user_id
    JOIN message ON message.id = message_id AND message.conversation_id = member.conversation_id
    JOIN conversation ON conversation.id = member.conversation_id AND NOT is_blocked
    WHERE member.id = ANY($1::uuid[]) AND number > last_read_number GROUP BY member.id
"""


class ConversationLoaders(Keyed):
    @cached_property
    def conversations(self) -> Loader[Conversation | None]:
        return by_id(Conversation)

    @cached_property
    def conversation_of_match(self) -> Loader[Conversation | None]:
        return by_key(table(Conversation), "match_id")

    def seat_of(self, user_id: UUID) -> Loader[Member | None]:
        """The seat, if any, that one person has in each conversation."""
        own = table(Member).where(user_id=user_id)
        return self.keyed(own, lambda: by_key(own, "conversation_id"))

    @cached_property
    def unread_mentions_of(self) -> Loader[int]:
        return Loader(unread_mentions, "Mention by member")

    @cached_property
    def messages(self) -> Loader[Message | None]:
        return by_id(Message)

    @cached_property
    def pin_of(self) -> Loader[Pin | None]:
        return by_key(table(Pin), "message_id")

    @cached_property
    def pinned_in(self) -> Loader[list[Message]]:
        return many(PINNED, "conversation_id", order=("pin_id",))

    @cached_property
    def mentioned_in(self) -> Loader[list[User]]:
        return many(MENTIONED, "message_id", order=("id",))

    def drafts(self, source: Source[Draft], by: str) -> Loader[list[Draft]]:
        """By root, or by conversation those outside its threads."""
        outside = "root_id IS NULL"
        picked = replace(source, conditions=(*source.conditions, outside))
        picked = source if by == "root_id" else picked
        return self.keyed((picked, by), lambda: many(picked, by, order=("id",)))

    @cached_property
    def attachments_of(self) -> Loader[list[Attachment]]:
        return many(table(Attachment), "message_id", order=("position",))

    @cached_property
    def reaction_counts_of(self) -> Loader[list[EmojiCount]]:
        return Loader(reaction_counts, "Reaction by message_id")

    @cached_property
    def translations_of(self) -> Loader[list[Translation]]:
        return many(table(Translation), "message_id", order=("language",))

    @cached_property
    def presence_of(self) -> Loader[LastSeen | None]:
        return Loader(last_seen, "Presence by member")


async def last_seen(members: list[UUID]) -> list[LastSeen | None]:
    """Of those who show it, in conversations that go on, and where nobody is blocked."""
    found = {row["id"]: LastSeen(row["seen_at"]) for row in await fetch(SEEN, members)}
    return [found.get(id) for id in members]


async def reaction_counts(messages: list[UUID]) -> list[list[EmojiCount]]:
    found: dict[UUID, list[EmojiCount]] = {id: [] for id in messages}
    for row in await fetch(COUNTED, messages):
        found[row["message_id"]].append(EmojiCount(row["emoji"], row["count"]))
    return [found[id] for id in messages]


async def unread_mentions(members: list[UUID]) -> list[int]:
    found = {row["id"]: int(row["count"]) for row in await fetch(NAMED, members)}
    return [found.get(id, 0) for id in members]

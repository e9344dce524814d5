"""Conversations and what is said in them."""

from functools import cached_property
from uuid import UUID

from models.conversations import Conversation, EmojiCount, LastSeen, Member, Message, Pin
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


class ConversationLoaders(Keyed):
    @cached_property
    def conversations(self) -> Loader[Conversation | None]:
        return by_id(Conversation)

    @cached_property
    def conversation_of_match(self) -> Loader[Conversation | None]:
        return by_key(Conversation, "match_id")

    @cached_property
    def members_of(self) -> Loader[list[Member]]:
        return many(table(Member), "conversation_id", order=("id",))

    @cached_property
    def messages(self) -> Loader[Message | None]:
        return by_id(Message)

    @cached_property
    def pin_of(self) -> Loader[Pin | None]:
        return by_key(Pin, "message_id")

    @cached_property
    def pinned_in(self) -> Loader[list[Message]]:
        return many(PINNED, "conversation_id", order=("pin_id",))

    @cached_property
    def mentioned_in(self) -> Loader[list[User]]:
        return many(MENTIONED, "message_id", order=("id",))

    @cached_property
    def reaction_counts_of(self) -> Loader[list[EmojiCount]]:
        return Loader(reaction_counts, "Reaction by message_id")

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

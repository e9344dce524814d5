"""What can happen. Facts hold ids only; what is shown of them is read by whoever hears one."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from events import topics


class Fact(Protocol):
    @property
    def topics(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class ConversationAdvanced:
    """The log of a conversation grew."""

    conversation_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (topics.conversation(self.conversation_id),)


@dataclass(frozen=True, slots=True)
class SeatsChanged:
    """People came into a conversation, or what their seats there say is another."""

    user_ids: tuple[UUID, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(topics.inbox(id) for id in self.user_ids)


@dataclass(frozen=True, slots=True)
class SeatLost:
    """Somebody is in a conversation no more: what they listen to there ends."""

    user_id: UUID
    conversation_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return topics.inbox(self.user_id), topics.signals(self.conversation_id)


@dataclass(frozen=True, slots=True)
class ReadMarkerMoved:
    """A member read on, on one of their devices."""

    user_id: UUID
    conversation_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return topics.inbox(self.user_id), topics.signals(self.conversation_id)


@dataclass(frozen=True, slots=True)
class DraftChanged:
    """Somebody wrote on at what they have not sent, on one of their devices, or has sent it."""

    user_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (topics.inbox(self.user_id),)


@dataclass(frozen=True, slots=True)
class TypingChanged:
    """Somebody began to write a message, or writes on, or stopped."""

    conversation_id: UUID
    user_id: UUID
    is_typing: bool

    @property
    def topics(self) -> tuple[str, ...]:
        return (topics.typing(self.conversation_id, self.user_id, self.is_typing),)


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    """Somebody who talks in these conversations is here again."""

    conversation_ids: tuple[UUID, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(topics.signals(id) for id in self.conversation_ids)


@dataclass(frozen=True, slots=True)
class ConversationsBlocked:
    """In these nothing passes any more between the two, or it does again."""

    conversation_ids: tuple[UUID, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(topics.signals(id) for id in self.conversation_ids)


@dataclass(frozen=True, slots=True)
class ReportsChanged:
    """Something was reported in a program, or settled."""

    program_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (topics.reports(self.program_id),)


@dataclass(frozen=True, slots=True)
class SessionRenewed:
    """A session has new tokens; the old ones are no good any more."""

    session_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (topics.session(self.session_id),)


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """Somebody signed out, or a session was revoked; its sockets close."""

    session_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (topics.session(self.session_id),)


@dataclass(frozen=True, slots=True)
class ImportAdvanced:
    """More lines of an import of people were checked or applied."""

    import_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (topics.people_import(self.import_id),)

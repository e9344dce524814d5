"""What must be so, in plain words: the log of one conversation, and what its lines come to.

`docs/conversations.md` says the same; nothing here is shared with the product.
"""

from dataclasses import dataclass, field
from typing import Any

MOST_BEHIND = 12
"""Lines; the server is told the same."""
HOST, WANDERER = "Ada", "Cy"
"""Who says who is there, and who comes and goes."""

Shown = dict[str, Any]
"""A message as everybody is shown it."""


@dataclass(eq=False)
class Said:
    """One message; `reactions` are pairs of an emoji and whose it is."""

    number: int
    sender: str
    client_id: str
    body: str
    root: int | None = None
    id: str = ""
    version: int = 1
    is_retracted: bool = False
    is_pinned: bool = False
    reactions: set[tuple[str, str]] = field(default_factory=set)

    def __repr__(self) -> str:
        return f"<message {self.number}>"

    def shown(self) -> Shown:
        emojis = [emoji for emoji, _ in self.reactions]
        return {
            "number": self.number,
            "body": self.body,
            "version": self.version,
            "is_retracted": self.is_retracted,
            "is_pinned": self.is_pinned,
            "root": self.root,
            "reactions": {emoji: emojis.count(emoji) for emoji in emojis},
        }


Line = tuple[int, str, int | None]
"""Its place, what happened, and to which message."""


@dataclass
class Log:
    """All that was said and done, first to last."""

    lines: list[Line] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    members: set[str] = field(default_factory=lambda: {HOST, "Bo", WANDERER})
    is_closed: bool = False

    @property
    def end(self) -> int:
        return len(self.lines)

    def tell(self, kind: str, said: Said | None = None) -> None:
        self.lines.append((self.end + 1, kind, said.number if said else None))

    def after(self, place: int) -> list[Line]:
        return self.lines[place:]

    def is_lost(self, place: int) -> bool:
        """Whether nobody can go on from there."""
        return place > self.end or self.end - place > MOST_BEHIND

    def shown(self) -> dict[int, Shown]:
        return {said.number: said.shown() for said in self.said}

    def say(self, sender: str, client_id: str, body: str, root: Said | None) -> Said:
        top = (root.root or root.number) if root else None
        said = Said(len(self.said) + 1, sender, client_id, body, top)
        self.said.append(said)
        self.tell("MessageSent", said)
        return said

    def root_of(self, said: Said) -> Said | None:
        return self.said[said.root - 1] if said.root else None

    def may_change(self, said: Said) -> str:
        """What keeps a message from being changed, whoever wants to; "" if nothing does."""
        return "Conflict" if self.is_closed or said.is_retracted else ""

    def edit(self, said: Said, body: str) -> None:
        if said.body != body:
            said.body, said.version = body, said.version + 1
            self.tell("MessageEdited", said)

    def retract(self, said: Said) -> None:
        if not said.is_retracted:
            said.body, said.version, said.is_retracted = "", said.version + 1, True
            said.is_pinned, said.reactions = False, set()
            self.tell("MessageRetracted", said)

    def react(self, said: Said, emoji: str, who: str) -> None:
        if (emoji, who) not in said.reactions:
            said.reactions.add((emoji, who))
            self.tell("ReactionAdded", said)

    def take_back(self, said: Said, emoji: str, who: str) -> None:
        if (emoji, who) in said.reactions:
            said.reactions.discard((emoji, who))
            self.tell("ReactionRemoved", said)

    def pin(self, said: Said, is_pinned: bool) -> None:
        if said.is_pinned != is_pinned:
            said.is_pinned = is_pinned
            self.tell("MessagePinned" if is_pinned else "MessageUnpinned", said)

    def go(self, who: str, is_removed: bool) -> None:
        self.members.remove(who)
        self.tell("MemberRemoved" if is_removed else "MemberLeft")

    def come(self, who: str) -> None:
        self.members.add(who)
        self.tell("MemberAdded")

    def close(self) -> None:
        if not self.is_closed:
            self.is_closed = True
            self.tell("ConversationClosed")

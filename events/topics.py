"""Every topic that can be listened to, spelled once.

A topic is `kind:id`. Each kind knows how to ask the database how far its topics have got, which is
what makes a lost hint harmless: the hub asks again and again.
"""

from uuid import UUID

HEADS = {
    "people_import": """
        SELECT id, revision AS head FROM people_import WHERE id = ANY($1::uuid[])
    """,
    "conversation": "SELECT id, last_seq AS head FROM conversation WHERE id = ANY($1::uuid[])",
    "inbox": """
        SELECT user_id AS id, count(*) + sum(last_seq + last_read_number + draft_changes
            + hashtext((is_muted, muted_until, is_archived, notification_level)::text)) AS head
        FROM member JOIN conversation ON conversation.id = conversation_id
        WHERE user_id = ANY($1::uuid[]) GROUP BY user_id
    """,
    "reports": """
        SELECT program_id AS id, count(*) + count(settled_at) AS head FROM report
        WHERE program_id = ANY($1::uuid[]) GROUP BY program_id
    """,
    "session": """
        SELECT asked.id, 1 AS head FROM unnest($1::uuid[]) AS asked (id)
        WHERE NOT EXISTS (SELECT FROM session WHERE id = asked.id AND ended_at IS NULL)
    """,
}

CHANGED = {
    kind: f"""
        SELECT id, head::bigint FROM ({heads}) AS found
        JOIN unnest($1::uuid[], $2::bigint[]) AS known (id, head_known) USING (id)
        WHERE head <> head_known
    """
    for kind, heads in HEADS.items()
}
"""Of many topics, those whose head is not the one that is known."""

TYPING, BEGAN, STOPPED = "typing:", "on", "off"


def parts(topic: str) -> tuple[str, UUID]:
    """Its kind and its id."""
    kind, _, id = topic.partition(":")
    return kind, UUID(id)


def conversation(conversation_id: UUID) -> str:
    """New lines of one conversation's log."""
    return f"conversation:{conversation_id}"


def inbox(user_id: UUID) -> str:
    """Anything new, or newly read, in any conversation of a person."""
    return f"inbox:{user_id}"


def signals(conversation_id: UUID) -> str:
    """What passes in a conversation. Nobody sweeps for it: it is relayed only."""
    return f"signals:{conversation_id}"


def typing(conversation_id: UUID, user_id: UUID, is_typing: bool) -> str:
    """That somebody began to write, or stopped: all there is to know of it."""
    return f"{TYPING}{conversation_id}:{user_id}:{BEGAN if is_typing else STOPPED}"


def is_passing(topic: str) -> bool:
    """Whether it matters little that it is lost."""
    return topic.startswith(("signals:", TYPING))


def people_import(import_id: UUID) -> str:
    """How far an import of people has got."""
    return f"people_import:{import_id}"


def reports(program_id: UUID) -> str:
    """What is reported in a program, and what came of it."""
    return f"reports:{program_id}"


def session(session_id: UUID) -> str:
    """The end of a session."""
    return f"session:{session_id}"


def is_session(topic: str) -> bool:
    return topic.startswith("session:")

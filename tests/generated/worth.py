"""What is worth asking in a world of rows: its ids, its cursors, and texts that mean something."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tortoise.models import Model

import models
from schema import ids
from schema.scalars import list_cursor, log_cursor

KINDS: dict[str, type[Model]] = {
    "user": models.User,
    "conversation": models.Conversation,
    "message": models.Message,
    "attachment": models.Attachment,
    "goal": models.Goal,
    "milestone": models.Milestone,
    "check_in": models.CheckIn,
    "organization": models.Organization,
    "program": models.Program,
    "session": models.Session,
    "api_key": models.ApiKey,
    "staff": models.Staff,
    "invitation": models.Invitation,
    "join_link": models.JoinLink,
    "people_import": models.PeopleImport,
    "enrollment": models.Enrollment,
    "match_request": models.MatchRequest,
    "match": models.Match,
    "question": models.Question,
    "resource": models.Resource,
    "block": models.Block,
    "report": models.Report,
}

ARGUMENTS = {
    "user": ("Query.user.id", "userId", "mentionIds", "memberIds", "senderId"),
    "conversation": ("Query.conversation.id", "conversationId"),
    "message": ("messageId", "rootId"),
    "attachment": ("attachmentIds",),
    "goal": ("Query.goal.id", "goalId"),
    "milestone": ("milestoneId",),
    "organization": ("Query.organization.id", "organizationId"),
    "program": ("Query.program.id", "programId"),
    "session": ("sessionId",),
    "api_key": ("apiKeyId",),
    "staff": ("staffId",),
    "invitation": ("invitationId",),
    "join_link": ("joinLinkId",),
    "people_import": ("peopleImportId", "Subscription.peopleImportProgress.id"),
    "enrollment": ("enrollmentId", "mentorId"),
    "match_request": ("matchRequestId",),
    "match": ("Query.match.id", "matchId"),
    "question": ("questionId",),
    "resource": ("Query.resource.id", "resourceId"),
    "block": (),
    "report": ("reportId",),
}
"""Where an id of each kind makes sense."""

SOON, LATER = ((datetime.now(UTC) + timedelta(days=n)).isoformat() for n in (1, 10))

DOCUMENT = """{
    "schemaVersion": 1, "admission": "OPEN", "description": "", "welcome": "Hi", "question": "",
    "agreement": "We meet once a month",
    "defaultCapacity": 1, "mostCapacity": 9, "beginsOn": null, "endsOn": "2040-01-01",
    "messageRetentionDays": 3650,
    "weights": {"skills": 60, "languages": 10, "hours": 30}
}"""
"""A program's settings, as they are exported."""

TEXTS: dict[str, Sequence[object]] = {
    "query": ("", "hello", "Hel", "rust", "Rust compil", "rsut", "🦀", '"'),
    "languages": ("en", "de", "xx"),
    "code": ("en", "DE", "xx"),
    "search": ("", "rust", "ML", "kubernets", "🦀"),
    "language": ("en", "de", "english"),
    "topics": ("Programming", "Cooking"),
    "timeZone": ("UTC", "Europe/Berlin", "Mars/Olympus"),
    "url": tuple(f"https://example.org/new/{number}" for number in range(50)),
    "slug": ("-", "Ä", *(f"lumen-x{number}" for number in range(50))),
    "clientId": tuple(f"c{number}" for number in range(500)),
    "idempotencyKey": tuple(f"key-{number}" for number in range(500)),
    "name": ("Ada", "Grüße 👩‍👧", "Spring"),
    "title": ("Learn", "Grüße 👩‍👧", "x" * 301),
    "number": (0, 1, 2, 5, 1_000),
    "key": ("notes", "years", "shift", "new_one", "No key"),
    "choices": ("Day", "Night", "Dusk"),
    "weeks": (1, 12, 104, 105),
    "weekday": (0, 3, 6, 7),
    "start": (SOON, SOON, "0001-01-01T00:00:00Z"),
    "end": (LATER, LATER, "9999-12-31T23:59:59Z"),
    "mutedUntil": (LATER, "0001-01-01T00:00:00Z"),
    "until": (LATER, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
    "startMinute": (0, 540, 1_439),
    "endMinute": (1, 720, 1_440),
    "emoji": ("👍", "👩‍👧", "x", ""),
    "byteCount": (0, 1, 1_000, 30_000_000),
    "version": (1, 1, 2),
    "revision": (1, 1, 2),
    "capacity": (0, 1, 2, 50, 51),
    "mostUses": (0, 1, 5),
    "csv": ("", "email,role\nnew@example.org,MENTEE\nnobody,MENTEE\n"),
    "document": ("{}", DOCUMENT),
    "email": ("new@example.org", "no address"),
}


async def values_worth_asking(email: str, password: str) -> dict[str, Sequence[object]]:
    """By the names that `World` looks for; the rows are those that exist now."""
    rows = {kind: await keys_of(model) for kind, model in KINDS.items()}
    encoded = {kind: [ids.encode(kind, key) for key in keys] for kind, keys in rows.items()}
    every = [id for some in encoded.values() for id in some[:8]]
    few = every[::20]
    named = {name: encoded[kind] * 4 + few for kind, each in ARGUMENTS.items() for name in each}
    return {
        **TEXTS,
        **named,
        **cursors(rows),
        "ID": every,
        "Query.node.id": every,
        "RegisterInput.email": ("new@example.org", "no address"),
        "SignInInput.email": (email, email, "nobody@example.org"),
        "password": ("x", password),
    }


async def keys_of(model: type[Model]) -> list[UUID]:
    return [UUID(str(key)) for key in await model.all().order_by("id").values_list("id", flat=True)]


def cursors(rows: dict[str, list[UUID]]) -> dict[str, Sequence[object]]:
    """Of rows, of numbers and of logs: each where lists of its kind are."""
    keys = [list_cursor(key) for some in rows.values() for key in some[:20]]
    numbers = [list_cursor(number) for number in (0, 1, 2, 3, 5, 1_000)]
    found: dict[str, Sequence[object]] = {"Cursor": keys}
    for name in ("after", "before"):
        for field in ("Conversation.messages", "Message.replies", "Message.revisions"):
            found[f"{field}.{name}"] = numbers
        found[f"Query.searchResources.{name}"] = numbers
    lines = [log_cursor(1, seq) for seq in (0, 1, 2, 5, 1_000_000)]
    return {**found, "Subscription.conversationEvents.after": [*lines, log_cursor(2, 1)]}

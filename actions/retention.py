"""Deleting what has served its time, a little at a time. docs/sessions.md states the times."""

from dataclasses import dataclass

from actions.attachments import sweep
from actions.transaction import transaction
from models.acting import by_system
from models.sql import fetch
from settings import get_settings

MOST_AT_ONCE = 1_000
"""Rows of one statement, so that none holds its locks for long."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows of a table go when the condition, of SQL, is true of them."""

    table: str
    condition: str


ENDED = "ended_at < now() - interval '7 days'"
EXPIRED = "refresh_expires_at < now() - interval '7 days'"
IDLE = "seen_at < now() - interval '{days} days'"

OLD_IMPORT = "created_at < now() - interval '30 days'"

RULES = (
    # They would go with their import, thousands in one statement.
    Rule(
        "import_line",
        f"people_import_id IN (SELECT id FROM people_import WHERE {OLD_IMPORT})",
    ),
    Rule("people_import", OLD_IMPORT),
    Rule("registration", "created_at < now() - interval '7 days'"),
    Rule("email_change", "created_at < now() - interval '7 days'"),
    Rule("password_reset", "created_at < now() - interval '1 day'"),
    Rule(
        "invitation",
        "coalesce(accepted_at, revoked_at, expires_at) < now() - interval '90 days'",
    ),
    # Somebody has had the time to look; what failed may have said whom it was about.
    Rule("outbox_entry", "dead_at < now() - interval '90 days'"),
    Rule("draft", "saved_at < now() - interval '90 days'"),
    Rule("idempotency_key", "created_at < now() - interval '7 days'"),
    Rule("device", "used_at < now() - interval '180 days'"),
    Rule("sign_in_challenge", "expires_at < now()"),
    Rule("totp", "confirmed_at IS NULL AND created_at < now() - interval '1 day'"),
    Rule("attempt_window", "ends_at < now()"),
    Rule("time_away", "ends_on < current_date - 1"),
    Rule("extra_time", "day < current_date - 1"),
)


def of_sessions() -> tuple[Rule, ...]:
    """Spent tokens stay as long as their session: they are what tells that it was copied."""
    idle = IDLE.format(days=get_settings().session_idle_days + 7)
    over = f"({ENDED} OR {EXPIRED} OR {idle})"
    # They would go with their session, thousands in one statement.
    tokens = Rule("spent_token", f"session_id IN (SELECT id FROM session WHERE {over})")
    return tokens, Rule("session", over)


def of_reports() -> Rule:
    days = get_settings().report_days
    return Rule("report", f"settled_at < now() - interval '{days} days'")


# Workers do not wait for each other: what one deletes the next skips.
DELETE = """
    WITH due AS MATERIALIZED (
        SELECT id FROM {table} WHERE {condition} LIMIT $1 FOR UPDATE SKIP LOCKED
    )
    DELETE FROM {table} USING due WHERE {table}.id = due.id RETURNING 1
"""


@by_system
async def tidy() -> int:
    """Delete everything that is over; how many rows that were."""
    rules = (*of_sessions(), of_reports(), *RULES)
    return sum([await apply(rule) for rule in rules]) + await sweep()


async def apply(rule: Rule) -> int:
    sql = DELETE.format(table=rule.table, condition=rule.condition)
    deleted = 0
    while rows := await delete_some(sql):
        deleted += rows
    return deleted


async def delete_some(sql: str) -> int:
    async with transaction():
        return len(await fetch(sql, MOST_AT_ONCE))

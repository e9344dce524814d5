"""Which rows PostgreSQL itself shows to whom: the second lock, under the policies.

It knows tenants, not roles: whoever takes part in an organization may read its rows as far as the
database is concerned, and what of it exactly, `policies/` says. The server works as a role that
owns none of the tables, so nothing that it sends gets around this.
"""

from dataclasses import dataclass

SETTING = "current_setting('mentorgraph.{}', true)"

# Lists are made of their texts once for a statement, in a subquery, and not for each row.
LIST = f"(SELECT nullif({SETTING}, '')::uuid[])::uuid[]"
TENANTS = LIST.format("tenants")
"""Organizations that the viewer takes part in, or is staff of."""
KNOWN_IN = LIST.format("known_in")
"""These, and those that they applied to."""

IS_SYSTEM = f"{SETTING.format('viewer')} = 'system'"
VIEWER = f"nullif(nullif({SETTING.format('viewer')}, ''), 'system')::uuid"
IS_FREE = f"coalesce({SETTING.format('within')}, '') = ''"
"""Nothing keeps the viewer within one organization, as it keeps an API key."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions on a row, besides which the server on its own account may do everything.

    Where `own` holds the viewer may write it, and leave it so. They may read it where `seen` holds,
    which is wider; None: where `own` does.
    """

    own: str
    seen: str | None = None


def within(organizations: str, column: str = "organization_id") -> str:
    return f"{column} = ANY ({organizations})"


def is_seen(person: str) -> str:
    """Whether the viewer sees that person's row, by the rule of its own table."""
    return f"EXISTS (SELECT FROM user_account AS person WHERE person.id = {person})"


TENANT = Rule(within(TENANTS))
NOT_ABOUT_ONE = Rule(f"{TENANT.own} AND reported_id IS DISTINCT FROM {VIEWER}")
"""Neither written by nor shown to whoever it is about."""
PERSONAL = Rule(f"user_id = {VIEWER}")
THEIRS = f"{PERSONAL.own} AND {IS_FREE}"
PROFILE = Rule(PERSONAL.own, f"{PERSONAL.own} OR {is_seen('user_id')}")
SYSTEMS = Rule("false")
SHOWN = Rule("false", PERSONAL.own)
"""The person's own to look at, and the server's to change."""

RULES = {
    # An applicant answers, who is not in the organization yet.
    "answer": Rule(f"{PERSONAL.own} AND {within(KNOWN_IN)}", f"{TENANT.own} OR {THEIRS}"),
    "agreement": TENANT,
    "api_key": TENANT,
    "attachment": TENANT,
    "attempt_window": SYSTEMS,
    "availability_slot": PROFILE,
    # Whoever is blocked is refused by it, and never shown it.
    "block": Rule(PERSONAL.own, f"{PERSONAL.own} OR blocked_id = {VIEWER}"),
    "check_in": TENANT,
    "conversation": TENANT,
    "conversation_event": TENANT,
    "credential": SYSTEMS,
    "deletion_request": SHOWN,
    "device": SYSTEMS,
    "draft": Rule(f"{PERSONAL.own} AND {TENANT.own}"),
    "email_change": SYSTEMS,
    # An application is the applicant's, who is not in the organization by it.
    "enrollment": Rule(
        f"{TENANT.own} OR {THEIRS} AND status IN ('PENDING', 'DECLINED', 'LEFT')",
        f"{TENANT.own} OR {THEIRS}",
    ),
    "extra_time": PROFILE,
    "goal": TENANT,
    "idempotency_key": PERSONAL,
    "import_line": TENANT,
    "invitation": TENANT,
    "join_link": TENANT,
    "match": TENANT,
    "match_request": TENANT,
    "member": TENANT,
    "mention": TENANT,
    "message": TENANT,
    "message_revision": TENANT,
    "milestone": TENANT,
    "organization": Rule(
        within(TENANTS, "id"),
        f"{within(KNOWN_IN, 'id')} OR EXISTS ("
        "SELECT FROM program WHERE organization_id = organization.id AND is_open)",
    ),
    # Whoever acts leaves things to do; only the worker reads them.
    "outbox_entry": Rule("true", "false"),
    "password_reset": SYSTEMS,
    "picture": PROFILE,
    "presence": PROFILE,
    "people_import": TENANT,
    "pin": TENANT,
    "program": Rule(TENANT.own, f"is_open AND {IS_FREE} OR {within(KNOWN_IN)}"),
    # Whoever is signed in sees that they have one, and how many codes are left.
    "recovery_code": SHOWN,
    "question": Rule(TENANT.own, within(KNOWN_IN)),
    "reaction": TENANT,
    "registration": SYSTEMS,
    "report": NOT_ABOUT_ONE,
    "reported_words": Rule(
        f"{TENANT.own} AND EXISTS (SELECT FROM report WHERE report.id = report_id)"
    ),
    "resource": TENANT,
    # Searched by views of theirs, which show the viewer's tenants: see migration 0009.
    "resource_search": SYSTEMS,
    "resource_word": SYSTEMS,
    # Whoever is signed in sees where; sessions begin and end on the server's own account.
    "session": SHOWN,
    "sign_in_challenge": SYSTEMS,
    "signature": TENANT,
    # Anybody adds what they call a skill; what is known by name is the server's.
    "skill": Rule("number IS NULL", "true"),
    "skill_label": Rule("false", "true"),
    "spent_token": SYSTEMS,
    "staff": TENANT,
    "taxonomy": SYSTEMS,
    "time_away": PROFILE,
    "totp": SHOWN,
    "tortoise_migrations": Rule("false", "true"),
    "translation": TENANT,
    "user_account": Rule(f"id = {VIEWER}", f"id = {VIEWER} OR known_in && {TENANTS}"),
    "user_language": PROFILE,
    "user_skill": PROFILE,
}
"""Every table, and its rule."""

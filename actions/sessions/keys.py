"""Keys for programs of others: made, found, and revoked.

`mgk_`, a token, `_`, and the CRC-32 of what stands before it: whoever scans texts for secrets knows
one when they see it, and what was mistyped is not looked for.
"""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zlib import crc32

from actions import checks, tokens
from actions.programs.founding import demand
from actions.transaction import transaction
from errors import Conflict, Full, Invalid, NotFound
from models import ApiKey, Organization, Scope, User
from models.acting import by_system
from policies import sessions as policy
from policies.roles import Ability, may_within

FORM = re.compile(r"(mgk_[A-Za-z0-9_-]{43})_([0-9a-f]{8})")
MOST_LIVING = 20
LONGEST_DAYS = 366

NOT_STAFF = "Only owners and admins make and revoke keys; ask one of them"
NO_KEY = "There is no such key, or none that you may see"
ENOUGH = f"An organization has at most {MOST_LIVING} keys at a time; revoke one first"


def has_form(text: str) -> bool:
    """Whether it is a key of ours, by its form and its checksum."""
    found = FORM.fullmatch(text)
    return found is not None and checksum(found[1]) == found[2]


def checksum(text: str) -> str:
    return f"{crc32(text.encode()):08x}"


def new_key() -> str:
    text = f"mgk_{tokens.new_token()}"
    return f"{text}_{checksum(text)}"


async def create_api_key(
    viewer: User, organization_id: UUID, name: str, scopes: Collection[Scope], expires_on: date
) -> tuple[ApiKey, str]:
    """A key of the organization, which acts as the viewer does there; and its text, this once.

    NotFound for an organization the viewer may not see, Forbidden unless they are staff, Invalid
    for a name, scopes or an end that cannot be, Full where there are 20 already.
    """
    name = checks.line("name", name, least=1, most=100)
    ends_at = checked_end(expires_on)
    if not scopes:
        raise Invalid("scopes", "Name at least one scope; without one a key reads nothing")
    await demand(viewer, Ability.MANAGE_API_KEYS, organization_id, NOT_STAFF)
    text = new_key()
    async with transaction():
        await Organization.filter(id=organization_id).select_for_update(no_key=True).get()
        if await policy.living_keys(organization_id).count() >= MOST_LIVING:
            raise Full(ENOUGH)
        key = await ApiKey.create(
            organization_id=organization_id,
            user_id=viewer.id,
            name=name,
            scopes=sorted({scope.value for scope in scopes}),
            hint=text[-4:],
            key_hash=tokens.hash_of(text),
            expires_at=ends_at,
        )
    return key, text


def checked_end(day: date) -> datetime:
    """The last moment of that day, UTC; Invalid unless it is today or within a year."""
    today = datetime.now(UTC).date()
    if not today <= day <= today + timedelta(days=LONGEST_DAYS):
        raise Invalid("expiresOn", "Name a day from today to a year from now, such as 2027-01-31")
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)


async def revoke_api_key(viewer: User, key_id: UUID) -> ApiKey:
    """It ends within a second, everywhere. NotFound for one the viewer may not see, Conflict for
    one that was revoked already."""
    if await policy.keys_visible_to(viewer).get_or_none(id=key_id) is None:
        raise NotFound(NO_KEY)
    living = ApiKey.filter(id=key_id, revoked_at=None)
    if not await living.update(revoked_at=datetime.now(UTC)):
        raise Conflict("This key was revoked already; read it again")
    return await ApiKey.get(id=key_id)


@by_system
async def key_of(key_hash: str) -> ApiKey | None:
    """The living key with this hash, with whoever made it, who must still be allowed to."""
    now = datetime.now(UTC)
    living = ApiKey.filter(key_hash=key_hash, revoked_at=None, expires_at__gt=now)
    key = await living.select_related("user").get_or_none()
    if key is None or not await may_within(key.user, Ability.MANAGE_API_KEYS, key.organization_id):
        return None
    if key.last_used_on != now.date():
        await ApiKey.filter(id=key.id).update(last_used_on=now.date())
    return key

"""Asking for one's account to be deleted, and thinking better of it."""

from datetime import UTC, datetime, timedelta

from uuid_utils.compat import uuid7

from actions.sessions.ending import end_all
from actions.sessions.owning import are_others_in, owns_alone
from actions.sessions.proofs import Proof, proven_again, with_code
from actions.transaction import transaction
from errors import Conflict
from models import DeletionRequest, Session, Staff, User
from models.acting import by_system
from models.sql import fetch

TIME_TO_THINK = timedelta(days=14)
ONLY_OWNER = "Others are in an organization that only you own; make somebody else an owner first"
NOTHING_TO_CANCEL = "Your account is not about to be deleted, or it is too late"

ASK = """
    INSERT INTO deletion_request (id, created_at, user_id, due_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (user_id) DO NOTHING RETURNING id
"""


@by_system
async def request_deletion(viewer: User, kept: Session, proof: Proof) -> DeletionRequest:
    """The viewer's account goes in 14 days, or when they asked for it first.

    Their other devices are signed out. Invalid for a wrong proof, Conflict for whom an
    organization cannot do without.
    """
    credential = await proven_again(viewer, "presentPassword", proof.present)
    await check_owners(viewer)
    now = datetime.now(UTC)
    async with with_code(credential, proof) as current:
        if made := await fetch(ASK, uuid7(), now, viewer.id, now + TIME_TO_THINK):
            await current.later("mail_deletion_requested", request_id=str(made[0]["id"]))
        await end_all(current, viewer.id, kept=kept.id)
        return await DeletionRequest.get(user_id=viewer.id)


async def check_owners(viewer: User) -> None:
    """A courtesy: it is asked again when the day has come."""
    for seat in await Staff.filter(user_id=viewer.id):
        is_alone = await owns_alone(viewer.id, seat.organization_id)
        if is_alone and await are_others_in(viewer.id, seat.organization_id):
            raise Conflict(ONLY_OWNER)


@by_system
async def cancel_deletion(viewer: User) -> None:
    """Conflict when there is nothing to cancel."""
    async with transaction() as current:
        waiting = DeletionRequest.filter(user_id=viewer.id, due_at__gt=datetime.now(UTC))
        if not await waiting.delete():
            raise Conflict(NOTHING_TO_CANCEL)
        await current.later("mail_deletion_cancelled", user_id=str(viewer.id))

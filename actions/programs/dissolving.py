"""What becomes of an organization once the last of its people goes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from models import Enrollment, EnrollmentStatus, Invitation, JoinLink
from models.sql import fetch

END_PROGRAMS = """
    UPDATE program SET is_open = false, is_approving = false, ends_on = least(ends_on, $2::date),
        begins_on = CASE WHEN begins_on <= $2::date THEN begins_on END
    WHERE organization_id = $1 RETURNING id
"""


async def dissolve(organization_id: UUID) -> None:
    """Nobody is left who could let anybody in, so its programs are over and all ways in are shut.

    What was shared there stays with those who were in it.
    """
    now = datetime.now(UTC)
    within = {"organization_id": organization_id}
    # Ways in before parts, in the order of whoever comes in: nobody waits in a circle.
    await Invitation.filter(**within, accepted_at=None, revoked_at=None).update(revoked_at=now)
    await JoinLink.filter(**within, revoked_at=None).update(revoked_at=now)
    await fetch(END_PROGRAMS, organization_id, now.date() - timedelta(days=1))
    await Enrollment.filter(**within, status=EnrollmentStatus.PENDING).update(
        status=EnrollmentStatus.DECLINED, decided_at=now
    )

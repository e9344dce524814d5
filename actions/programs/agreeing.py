"""The agreement of a program: its versions, and who has signed which."""

import hashlib
from uuid import UUID

from tortoise.exceptions import IntegrityError

from errors import Conflict, Forbidden, NotFound
from models import Agreement, Match, MatchStatus, Program, Signature, User
from policies import matches as policy

NO_MATCH = "There is no such match, or none that you may see"
NOT_YOURS = "Only the two of a match sign; you can see whether they have"
OVER = "This match has ended; there is nothing to sign any more"
ANOTHER_TEXT = "The agreement is another one now, or there is none; read the program's settings"
SIGNED = "You have signed this already; read the match again"


async def agree_on(program: Program, text: str) -> None:
    """The next version of the text that is signed; nobody has signed it yet."""
    version = program.agreement_version + 1
    await Program.filter(id=program.id).update(agreement_version=version)
    await Agreement.create(
        organization_id=program.organization_id,
        program_id=program.id,
        version=version,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


async def sign_agreement(viewer: User, match_id: UUID, version: int) -> Match:
    """One side of a match signs what the program's agreement is now.

    NotFound for a match the viewer may not see, Forbidden unless it is theirs, Conflict when it has
    ended, when the text is of another version, and when they have signed it.
    """
    visible = policy.visible_to(viewer).select_related("program", "mentor", "mentee")
    match = await visible.get_or_none(id=match_id)
    if match is None:
        raise NotFound(NO_MATCH)
    sides = {side.user_id: side for side in (match.mentor, match.mentee)}
    if viewer.id not in sides:
        raise Forbidden(NOT_YOURS)
    if match.status is not MatchStatus.ACTIVE:
        raise Conflict(OVER)
    agreement = await current_of(match.program, version)
    try:
        await Signature.create(
            organization_id=match.organization_id,
            match_id=match.id,
            enrollment_id=sides[viewer.id].id,
            agreement_id=agreement.id,
        )
    except IntegrityError:
        raise Conflict(SIGNED) from None
    return match


async def current_of(program: Program, version: int) -> Agreement:
    agreement = await Agreement.get_or_none(program_id=program.id, version=version)
    if agreement is None or not program.agreement or version != program.agreement_version:
        raise Conflict(ANOTHER_TEXT)
    return agreement

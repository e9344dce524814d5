"""Another address, by who knows the password and reads the mails of the new one."""

from datetime import UTC, datetime, timedelta

from tortoise.exceptions import IntegrityError

from actions import tokens
from actions.attempts import Limit
from actions.sessions.addresses import address_of
from actions.sessions.proofs import Proof, proven_again, with_code
from actions.transaction import transaction
from errors import Invalid
from models import EmailChange, User
from models.acting import by_system

LINK_LASTS = timedelta(hours=24)
SPENT = "This link was used or has ended; change your address again for a new one"
TAKEN = "This address has an account of its own by now; nothing was changed"
PRESENT = "This is your address already"

CHANGES = Limit(
    "changes of address",
    5,
    timedelta(days=1),
    "You have asked for links enough today; look for the latest, or try again tomorrow",
)


@by_system
async def change_email(viewer: User, proof: Proof, email: str) -> str:
    """Mail a link to the new address, and word of it to the old; returns the new in its one form.

    Nothing changes until the link is opened. An address that is taken looks the same from here.
    """
    address = address_of(email)
    credential = await proven_again(viewer, "presentPassword", proof.present)
    if address == credential.user.email:
        raise Invalid("email", PRESENT)
    async with with_code(credential, proof) as current:
        await CHANGES.take(viewer.id)
        made = await EmailChange.create(
            user_id=viewer.id, before=credential.user.email, email=address
        )
        await current.later("mail_email_change", change_id=str(made.id))
        await current.later("mail_email_change_asked", change_id=str(made.id))
    return address


@by_system
async def new_email_link(change: EmailChange) -> str | None:
    """A fresh token, made when the mail is sent; None where the address is taken."""
    if await User.exists(email=change.email):
        return None
    token = tokens.new_token()
    await EmailChange.filter(id=change.id).update(
        token_hash=tokens.hash_of(token), expires_at=datetime.now(UTC) + LINK_LASTS
    )
    return token


@by_system
async def confirm_email_change(token: str) -> User:
    """Make the new address the account's; Invalid if the link was used, or the address was taken.

    Other links that were asked for end with it.
    """
    now = datetime.now(UTC)
    try:
        async with transaction() as current:
            link = EmailChange.filter(token_hash=tokens.hash_of(token), used_at=None)
            if not await link.filter(expires_at__gt=now).update(used_at=now):
                raise Invalid("token", SPENT)
            change = await EmailChange.get(token_hash=tokens.hash_of(token))
            if not await User.filter(id=change.user_id, email=change.before).update(
                email=change.email
            ):
                raise Invalid("token", SPENT)
            await EmailChange.filter(user_id=change.user_id, used_at=None).delete()
            await current.later("mail_email_changed", change_id=str(change.id))
            return await User.get(id=change.user_id)
    except IntegrityError:
        raise Invalid("token", TAKEN) from None

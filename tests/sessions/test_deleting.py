from datetime import UTC, datetime, timedelta

import pytest

from actions import sessions as actions
from actions.sessions import erasing
from errors import Conflict
from jobs import retention
from models import (
    DeletionRequest,
    Enrollment,
    EnrollmentStatus,
    Match,
    MatchStatus,
    Message,
    Organization,
    OrganizationRole,
    Session,
    Staff,
    User,
)
from models.row_security import RULES
from models.sql import fetch
from schema import ids
from tests.cast import given_messages, given_organization, given_pair, given_token, given_user
from tests.sessions.accounts import PASSWORD, given_account, mails
from tests.sessions.test_changing_password import signs_in

REQUEST = """
mutation ($present: String = "a horse eats a battery") {
  requestDeletion(input: { presentPassword: $present }) {
    __typename
    ... on RequestDeletionPayload { deletionAt }
    ... on Invalid { field }
    ... on Problem { reason }
  }
}
"""

CANCEL = "mutation { cancelDeletion { __typename ... on Problem { reason } } }"
WHEN = "{ viewer { deletionAt } }"
USER = "query ($id: ID!) { user(id: $id) { name headline bio } }"

REFERENCES = """
    SELECT c.conrelid::regclass || '.' || a.attname AS name FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = 'user_account'::regclass
"""

COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = 'user_account'"


async def erased(user):
    """Somebody who asked for it 14 days ago."""
    await DeletionRequest.create(user=user, due_at=datetime.now(UTC))
    await retention.erase_who_wanted()
    return await User.get(id=user.id)


@pytest.mark.parametrize("mutation", [REQUEST, CANCEL])
async def test_who_is_not_signed_in_deletes_nothing_and_keeps_nothing(ask, mutation):
    await given_account("Ada")

    answer = await ask(None, mutation)

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await DeletionRequest.all().count() == 0


async def test_a_session_alone_deletes_no_account(ask):
    ada = await given_account("Ada")

    answer = await ask(ada, REQUEST, present="a horse eats a bicycle")

    assert answer.data["requestDeletion"]["field"] == "presentPassword"
    assert await DeletionRequest.all().count() == 0


async def test_an_account_goes_two_weeks_after_its_owner_asked(ask):
    ada, now = await given_account("Ada"), datetime.now(UTC)

    asked = await ask(ada, REQUEST)
    told = await ask(ada, WHEN)
    await retention.erase_who_wanted()

    at = asked.data["requestDeletion"]["deletionAt"]
    assert told.data == {"viewer": {"deletionAt": at}}
    assert timedelta(0) <= datetime.fromisoformat(at) - now - timedelta(days=14) < timedelta(0, 60)
    assert (await User.get(id=ada.id)).name == "Ada"


async def test_nobody_sees_that_somebody_else_goes(ask):
    ada, bo = await given_account("Ada"), await given_account("Bo")
    await ask(ada, REQUEST)

    assert (await ask(bo, WHEN)).data == {"viewer": {"deletionAt": None}}


async def test_asking_again_changes_neither_the_day_nor_the_number_of_mails(ask, smtp):
    ada = await given_account("Ada")

    answers = [await ask(ada, REQUEST) for _ in range(2)]

    assert answers[0] == answers[1]
    mail = (await mails(smtp))["Your account will be deleted"]
    day = datetime.fromisoformat(answers[0].data["requestDeletion"]["deletionAt"])
    assert (len(smtp.mails), mail["To"]) == (1, ada.email)
    assert f"{day:%d %B %Y}" in mail.get_content()


async def test_asking_signs_out_the_other_devices(ask):
    ada, bo = await given_account("Ada"), await given_account("Bo")
    for user in (ada, bo):
        await given_token(user)

    await ask(ada, REQUEST)

    assert await Session.filter(user_id=ada.id, ended_at=None).count() == 1
    assert await Session.filter(user_id=bo.id, ended_at=None).count() == 1


async def test_who_thinks_better_of_it_stays(ask, smtp):
    ada = await given_account("Ada")
    await ask(ada, REQUEST)

    cancelled = await ask(ada, CANCEL)

    assert cancelled.data["cancelDeletion"]["__typename"] == "CancelDeletionPayload"
    assert (await ask(ada, WHEN)).data == {"viewer": {"deletionAt": None}}
    assert (await mails(smtp))["Your account stays"]["To"] == ada.email


async def test_when_the_day_has_come_it_is_too_late(ask):
    ada = await given_account("Ada")
    await DeletionRequest.create(user=ada, due_at=datetime.now(UTC))

    late = await ask(ada, CANCEL)
    never = await ask(await given_account("Bo"), CANCEL)

    assert late == never
    assert late.data["cancelDeletion"]["__typename"] == "Conflict"
    assert await DeletionRequest.all().count() == 1


async def test_who_is_gone_has_no_name_no_profile_and_no_way_in(ask):
    profile = {"headline": "Compilers", "bio": "Long", "time_zone": "Europe/Berlin"}
    ada = await given_account("Ada", skills_offered=["Rust"], **profile)
    await given_token(ada)

    gone = await erased(ada)

    assert {key: getattr(gone, key) for key in erasing.BLANK} == erasing.BLANK
    assert gone.email == f"{ada.id}@erased.invalid"
    assert [await model.filter(user_id=ada.id).count() for model in erasing.GONE] == [0] * len(
        erasing.GONE
    )
    assert not await signs_in(ask, ada, PASSWORD)


async def test_nothing_in_the_database_tells_who_is_gone(empty, smtp):
    ada = await given_account("Xanthippe", headline="Xanthippe", skills_offered=["Rust"])
    await actions.request_password_reset(ada.email, actions.Caller("192.0.2.1"))
    await actions.register(ada.email, "nine quiet lamps at sea", "Xanthippe", "UTC")
    await mails(smtp)

    await erased(ada)

    rows = [await fetch(f'SELECT * FROM "{table}"') for table in RULES]
    assert "xanthippe" not in repr(rows).lower()


async def test_of_what_was_said_the_places_stay_and_nothing_else(ask):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, ["Hello Bo"])
    await given_messages(bo, conversation, ["Hello Ada"])

    await erased(ada)

    gone, kept = await Message.all().order_by("number").select_related("sender")
    [part] = await Enrollment.filter(user_id=ada.id)
    assert (gone.body, gone.number, gone.sender.name) == ("", 1, "")
    assert (kept.body, kept.retracted_at) == ("Hello Ada", None)
    assert part.status is EnrollmentStatus.LEFT
    assert [match.status for match in await Match.all()] == [MatchStatus.ENDED]
    answer = await ask(bo, USER, id=ids.encode("user", bo.id))
    assert answer.data["user"]["name"] == bo.name


async def test_who_is_gone_is_no_staff(empty):
    ada, bo = await given_account("Ada"), await given_user("Bo")
    lumen = await given_organization(owner=ada)
    await Staff.create(organization=lumen, user=bo, role=OrganizationRole.OWNER)

    await erased(ada)

    assert [seat.user_id for seat in await Staff.all()] == [bo.id]
    assert await Organization.all().count() == 1


async def test_the_address_is_free_for_a_new_person(empty):
    ada = await given_account("Ada")

    await erased(ada)

    assert await User.create(name="Ada", email=ada.email)


async def test_one_who_cannot_go_just_now_keeps_nobody_else_waiting(empty, monkeypatch, caplog):
    ada, bo = await given_account("Ada"), await given_account("Bo")
    await DeletionRequest.create(user=ada, due_at=datetime.now(UTC) - timedelta(1))
    forget = erasing.forget

    async def busy(user):
        if user.id == ada.id:
            raise Conflict("A match began just now")
        await forget(user)

    with monkeypatch.context() as patched:
        patched.setattr(erasing, "forget", busy)
        first = await erased(bo)
    await retention.erase_who_wanted()

    assert first.name == ""
    assert (await User.get(id=ada.id)).name == ""
    assert "it is tried again" in caplog.text


async def test_of_all_that_holds_a_person_it_is_said_whether_it_goes_or_stays(empty):
    """If this fails, say in actions/sessions/erasing.py and docs/sessions.md what becomes of it."""
    referring = {row["name"] for row in await fetch(REFERENCES)}
    columns = {row["column_name"] for row in await fetch(COLUMNS)}

    going = {f"{model._meta.db_table}.user_id" for model in erasing.GONE} | {"staff.user_id"}
    assert referring == (going - {"idempotency_key.user_id"}) | erasing.STAYING
    tenants = {"tenants", "known_in"}
    assert columns == {"id", "created_at", "email"} | erasing.BLANK.keys() | tenants

from datetime import UTC, datetime, timedelta

import pytest

from actions import retention
from models import (
    EmailChange,
    IdempotencyKey,
    Invitation,
    OrganizationRole,
    OutboxEntry,
    PasswordReset,
    Registration,
    Session,
    SignInChallenge,
    SpentToken,
    Totp,
)
from tests.cast import given_organization, given_tokens, given_user


def ago(**time):
    return datetime.now(UTC) - timedelta(**time)


async def labels():
    return sorted(await Session.all().values_list("label", flat=True))


async def test_sessions_go_a_week_after_their_end_and_what_was_spent_with_them(empty):
    ada = await given_user("Ada")
    await given_tokens(ada, label="ended long ago", ended_at=ago(days=7, minutes=1))
    await given_tokens(ada, label="expired long ago", refresh_expires_at=ago(days=7, minutes=1))
    await given_tokens(ada, label="idle long ago", seen_at=ago(days=21, minutes=1))
    await given_tokens(ada, label="idle lately", seen_at=ago(days=20, hours=23))
    await given_tokens(ada, label="ended lately", ended_at=ago(days=6, hours=23))
    await given_tokens(ada, label="living")
    for session in await Session.all():
        await SpentToken.create(session=session, token_hash=session.label)

    await retention.tidy()

    assert await labels() == ["ended lately", "idle lately", "living"]
    assert await SpentToken.all().count() == 3


async def test_registrations_go_after_a_week(empty):
    for name in ("Ada", "Bo"):
        await Registration.create(
            name=name, email="ada@example.org", time_zone="UTC", password_hash="none"
        )
    await Registration.filter(name="Ada").update(created_at=ago(days=7, minutes=1))

    await retention.tidy()

    assert [row.name for row in await Registration.all()] == ["Bo"]


async def given_rows_of_each_kind(user):
    """What is asked for and then waits for an answer, for a while."""
    later = ago(days=-1)
    await EmailChange.create(user=user, before=user.email, email="ada@new.example")
    await PasswordReset.create(email=user.email)
    await SignInChallenge.create(user=user, token_hash="none", expires_at=later)
    await Totp.create(user=user, seed=b"sealed")


@pytest.mark.parametrize(
    ("model", "column", "lasts"),
    [
        (EmailChange, "created_at", timedelta(days=7)),
        (PasswordReset, "created_at", timedelta(days=1)),
        (SignInChallenge, "expires_at", timedelta(0)),
        (Totp, "created_at", timedelta(days=1)),
    ],
)
async def test_what_waits_for_an_answer_goes_when_none_came(empty, model, column, lasts):
    await given_rows_of_each_kind(await given_user("Ada"))
    waiting = {EmailChange, PasswordReset, SignInChallenge, Totp}

    for age in (lasts - timedelta(minutes=1), lasts + timedelta(minutes=1)):
        before = {each for each in waiting if await each.exists()}
        await model.all().update(**{column: datetime.now(UTC) - age})
        await retention.tidy()

    assert before == waiting
    assert {each for each in waiting if not await each.exists()} == {model}


async def test_an_app_that_is_in_use_stays(empty):
    ada = await given_user("Ada")
    await Totp.create(user=ada, seed=b"sealed", confirmed_at=ago(days=400))
    await Totp.all().update(created_at=ago(days=400))

    await retention.tidy()

    assert await Totp.all().count() == 1


async def test_however_much_is_over_all_of_it_goes_a_little_at_a_time(empty, monkeypatch, queries):
    monkeypatch.setattr(retention, "MOST_AT_ONCE", 10)
    ada = await given_user("Ada")
    for _ in range(25):
        await given_tokens(ada, ended_at=ago(days=8))

    with queries() as count:
        deleted = await retention.apply(retention.Rule("session", retention.ENDED))

    assert (deleted, count.total) == (25, 4)
    assert await Session.all().count() == 0


async def test_an_invitation_goes_when_it_has_been_over_for_a_quarter_of_a_year(empty):
    ends = {"expired": {"expires_at": ago(days=91)}, "open": {"expires_at": ago(days=-14)}}
    ends["accepted"] = {"accepted_at": ago(days=91), "expires_at": ago(days=80)}
    ends["accepted lately"] = {"accepted_at": ago(days=89), "expires_at": ago(days=80)}
    organization = await given_organization()
    for name, times in ends.items():
        await Invitation.create(
            organization=organization, email=name, staff_role=OrganizationRole.ADMIN, **times
        )

    await retention.tidy()

    assert {one.email for one in await Invitation.all()} == {"open", "accepted lately"}


async def test_keys_of_requests_go_after_a_week(empty):
    ada = await given_user("Ada")
    for key in ("old", "new"):
        await IdempotencyKey.create(user_id=ada.id, key=key, request_hash="", result_id=ada.id)
    await IdempotencyKey.filter(key="old").update(created_at=ago(days=7, minutes=1))

    await retention.tidy()

    assert [row.key for row in await IdempotencyKey.all()] == ["new"]


async def test_what_was_given_up_goes_after_a_quarter_of_a_year_and_what_is_to_be_done_stays(empty):
    ends = {"long": ago(days=90, minutes=1), "lately": ago(days=89, hours=23), "waiting": None}
    for kind, dead_at in ends.items():
        await OutboxEntry.create(kind=kind, payload={}, dead_at=dead_at)
    await OutboxEntry.all().update(created_at=ago(days=400), due_at=ago(days=400))

    await retention.tidy()

    assert {entry.kind for entry in await OutboxEntry.all()} == {"lately", "waiting"}

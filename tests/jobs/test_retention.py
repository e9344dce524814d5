from datetime import UTC, datetime, timedelta

from jobs import retention
from models import Registration, Session, SpentToken
from tests.cast import given_tokens, given_user


def ago(**time):
    return datetime.now(UTC) - timedelta(**time)


async def labels():
    return sorted(await Session.all().values_list("label", flat=True))


async def test_sessions_go_a_week_after_their_end_and_what_was_spent_with_them(empty):
    ada = await given_user("Ada")
    await given_tokens(ada, label="ended long ago", ended_at=ago(days=7, minutes=1))
    await given_tokens(ada, label="expired long ago", refresh_expires_at=ago(days=7, minutes=1))
    await given_tokens(ada, label="ended lately", ended_at=ago(days=6, hours=23))
    await given_tokens(ada, label="living")
    for session in await Session.all():
        await SpentToken.create(session=session, token_hash=session.label)

    await retention.tidy()

    assert await labels() == ["ended lately", "living"]
    assert await SpentToken.all().count() == 2


async def test_registrations_go_after_a_week(empty):
    for name in ("Ada", "Bo"):
        await Registration.create(
            name=name, email="ada@example.org", time_zone="UTC", password_hash="none"
        )
    await Registration.filter(name="Ada").update(created_at=ago(days=7, minutes=1))

    await retention.tidy()

    assert [row.name for row in await Registration.all()] == ["Bo"]


async def test_however_much_is_over_all_of_it_goes_a_little_at_a_time(empty, monkeypatch, queries):
    monkeypatch.setattr(retention, "MOST_AT_ONCE", 10)
    ada = await given_user("Ada")
    for _ in range(25):
        await given_tokens(ada, ended_at=ago(days=8))

    with queries() as count:
        deleted = await retention.apply(retention.Rule("session", retention.ENDED))

    assert (deleted, count.total) == (25, 4)
    assert await Session.all().count() == 0

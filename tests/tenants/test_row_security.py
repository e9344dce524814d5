"""Whatever the policies say, PostgreSQL shows a tenant's rows to its own people only."""

from typing import Any

import pytest

from models import Enrollment, Message, Organization, Program, Staff, User, database
from models.acting import NOBODY, SYSTEM, act_for, actor
from models.row_security import RULES
from models.securing import Unsecured, secure
from models.sql import fetch
from settings import get_settings
from tests.cast import given_coordinator, given_pair, given_program, given_user
from tests.generated.scene import given_scene

TABLES = """
    SELECT relname, relrowsecurity FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
OF_EVERYBODY = {"skill", "skill_label", "tortoise_migrations"}


@pytest.fixture
def acting():
    """`acting(user)`, and from there on statements are theirs."""
    yield lambda user: act_for(user.id)
    actor.set(SYSTEM)


async def counts():
    return {table: (await fetch(f'SELECT count(*) FROM "{table}"'))[0]["count"] for table in RULES}


async def test_every_table_has_a_rule_and_every_rule_holds(empty):
    tables = await fetch(TABLES)

    assert {row["relname"]: row["relrowsecurity"] for row in tables} == dict.fromkeys(RULES, True)


async def test_the_server_itself_sees_rows_in_every_table(edge):
    await given_scene()

    # Filled elsewhere: by people who sign in, who register, who ask twice.
    apart = {"device", "email_change"}
    apart |= {"idempotency_key", "password_reset", "recovery_code", "registration"}
    apart |= {"sign_in_challenge", "spent_token", "totp"}
    assert [table for table, rows in (await counts()).items() if not rows] == sorted(apart)


async def test_where_nobody_acts_nothing_of_anybody_is_seen(edge):
    await given_scene()
    await Program.all().update(is_open=False)

    actor.set(NOBODY)
    seen = {table for table, rows in (await counts()).items() if rows}
    actor.set(SYSTEM)

    assert seen == OF_EVERYBODY


async def test_a_foreign_tenant_sees_itself_and_nothing_of_others(edge, acting):
    await given_scene()
    await Program.all().update(is_open=False)
    owner = await given_user("Zoe")
    foreign = await Organization.create(name="Zeta", slug="zeta")
    await Staff.create(organization=foreign, user=owner, role="OWNER")

    acting(owner)
    seen = {table: rows for table, rows in (await counts()).items() if rows}

    assert seen.keys() - OF_EVERYBODY == {"organization", "staff", "user_account"}
    assert {seen[table] for table in ("organization", "staff", "user_account")} == {1}


async def test_an_open_program_is_seen_by_everybody_and_nothing_else_of_its_organization(
    edge, acting
):
    program = await given_program(is_open=True)
    await given_program(program.organization, is_open=False)
    await given_coordinator(program)

    acting(await given_user("Zoe"))

    assert [one.id for one in await Program.all()] == [program.id]
    assert [one.id for one in await Organization.all()] == [program.organization_id]
    assert await Enrollment.all() == []
    assert [user.name for user in await User.all()] == ["Zoe"]


async def test_who_only_applied_sees_the_program_and_their_application(edge, acting):
    program = await given_program(is_open=False)
    await given_coordinator(program)
    applicant = await given_user("Ali")
    own = await Enrollment.create(
        organization_id=program.organization_id,
        program=program,
        user=applicant,
        role="MENTEE",
        status="PENDING",
    )

    acting(applicant)

    assert [one.id for one in await Program.all()] == [program.id]
    assert [part.id for part in await Enrollment.all()] == [own.id]
    assert [user.name for user in await User.all()] == ["Ali"]


async def test_nobody_writes_into_another_tenant(edge, acting):
    _, _, conversation = await given_pair()
    stranger = await given_user("Zoe")
    seat: dict[str, Any] = {
        "organization_id": conversation.organization_id,
        "conversation": conversation,
        "sender": stranger,
    }

    acting(stranger)
    with pytest.raises(Exception, match="row-level security"):
        await Message.create(**seat, number=1, client_id="x", body="Let me in")
    changed = await Organization.all().update(name="Mine")
    gone = await User.exclude(id=stranger.id).delete()

    assert (changed, gone) == (0, 0)
    actor.set(SYSTEM)
    assert await Message.all().count() == 0


async def test_who_applies_does_not_approve_themselves(edge, acting):
    program = await given_program()
    applicant = await given_user("Ali")
    part: dict[str, Any] = {"organization_id": program.organization_id, "program": program}

    acting(applicant)
    with pytest.raises(Exception, match="row-level security"):
        await Enrollment.create(**part, user=applicant, role="MENTEE", status="APPROVED")


async def test_the_server_is_what_it_should_be(empty):
    [found] = await fetch("SELECT current_user AS role")

    assert found["role"] == get_settings().database_role


async def test_a_role_that_is_not_bound_is_refused(database_url):
    owner = database.credentials_of(database_url)["user"]

    with pytest.raises(Unsecured, match="DATABASE_ROLE"):
        await database.check_bound(database_url, owner)


async def test_a_role_that_is_not_there_is_refused(database_url):
    with pytest.raises(Unsecured, match="GRANT"):
        await database.check_bound(database_url, "nobody_yet")


async def test_rules_that_hold_already_lock_nothing(database_url):
    role = get_settings().database_role
    busy, other = [await database.direct_connection(database_url) for _ in range(2)]
    async with busy.transaction():
        await busy.execute("LOCK TABLE message IN ACCESS EXCLUSIVE MODE")

        await secure(other, role)

    for connection in (busy, other):
        await connection.close()


async def test_who_may_not_make_the_role_is_told_what_to_run(database_url):
    owner = await database.direct_connection(database_url)
    await owner.execute("CREATE ROLE powerless")
    try:
        await owner.execute("SET ROLE powerless")
        with pytest.raises(Unsecured, match='CREATE ROLE "nobody_yet" NOLOGIN'):
            await secure(owner, "nobody_yet")
    finally:
        await owner.execute("RESET ROLE")
        await owner.execute("DROP ROLE powerless")
        await owner.close()

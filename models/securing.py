"""Making the rules of `row_security.py` hold in a database, and seeing that they hold for us."""

from hashlib import sha256

import asyncpg

from models.row_security import IS_SYSTEM, RULES, Rule

ACT = """
CREATE OR REPLACE FUNCTION public.act_for(actor text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    person text := pg_catalog.split_part(actor, '/', 1);
    within uuid := nullif(pg_catalog.split_part(actor, '/', 2), '')::uuid;
    there uuid[];
    known uuid[];
BEGIN
    IF person NOT IN ('', 'system') THEN
        SELECT tenants, known_in INTO there, known
        FROM public.user_account WHERE id OPERATOR(pg_catalog.=) person::uuid;
    END IF;
    IF within IS NOT NULL THEN
        there := CASE WHEN within = ANY (there) THEN ARRAY[within] END;
        known := there;
    END IF;
    PERFORM pg_catalog.set_config('mentorgraph.viewer', person, true);
    PERFORM pg_catalog.set_config('mentorgraph.within', within::text, true);
    PERFORM pg_catalog.set_config('mentorgraph.tenants', there::text, true);
    PERFORM pg_catalog.set_config('mentorgraph.known_in', known::text, true);
    RETURN true;
END
$$"""
"""Tells who acts, for one statement or for the rest of a transaction."""

GRANTS = """
GRANT USAGE ON SCHEMA public TO "{role}";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"
"""

MAKE_ROLE = """
DO $$ BEGIN
    CREATE ROLE "{role}" NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    -- It is there, or another server makes it just now.
END $$
"""

IS_THERE = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)"
TRY = 'SET ROLE "{role}"; RESET ROLE'
GRANT_ROLE = 'GRANT "{role}" TO CURRENT_USER'

PATIENCE = "SET LOCAL lock_timeout = '10s'"
DONE_LAST = "SELECT obj_description(to_regprocedure('public.act_for(text)'), 'pg_proc')"

UNBOUND = """
SELECT rolsuper OR rolbypassrls OR EXISTS (
    SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = rolname
) FROM pg_roles WHERE rolname = current_user
"""

NO_ROLE = (
    "the role {role} is missing, or may not be taken here; have an administrator of the database"
    ' run: CREATE ROLE "{role}" NOLOGIN; GRANT "{role}" TO "{user}";'
)
ABOVE_THE_RULES = (
    "DATABASE_ROLE names a role that row security does not bind: it owns tables, is a superuser, or"
    " has BYPASSRLS; name another one"
)


class Unsecured(Exception):
    """The database cannot be used as safely as it must; the text says what to do."""


async def secure(connection: asyncpg.Connection, role: str) -> None:
    """Make the rules hold for the role, as the owner of the tables.

    Nothing is locked where they hold already. Unsecured where the role cannot be made.
    """
    await make(connection, role)
    wanted = ";\n".join(statements(role))
    digest = sha256(wanted.encode()).hexdigest()
    if await connection.fetchval(DONE_LAST) == digest:
        return
    done = f"COMMENT ON FUNCTION public.act_for IS '{digest}'"
    async with connection.transaction():
        await connection.execute(f"{wanted};\n{done}")


async def bind(connection: asyncpg.Connection, role: str) -> None:
    """Become the role; Unsecured if that is not allowed, or if the rules do not bind it."""
    try:
        await connection.execute(f'SET ROLE "{role}"')
    except (asyncpg.InsufficientPrivilegeError, asyncpg.InvalidParameterValueError):
        user = await connection.fetchval("SELECT current_user")
        raise Unsecured(NO_ROLE.format(role=role, user=user)) from None
    if await connection.fetchval(UNBOUND):
        raise Unsecured(ABOVE_THE_RULES)


async def make(connection: asyncpg.Connection, role: str) -> None:
    """The role, if there is none yet, and that we may become it."""
    try:
        if not await connection.fetchval(IS_THERE, role):
            await connection.execute(MAKE_ROLE.format(role=role))
        await become(connection, role)
    except asyncpg.InsufficientPrivilegeError:
        user = await connection.fetchval("SELECT current_user")
        raise Unsecured(NO_ROLE.format(role=role, user=user)) from None


async def become(connection: asyncpg.Connection, role: str) -> None:
    try:
        await connection.execute(TRY.format(role=role))
    except asyncpg.InsufficientPrivilegeError:
        await connection.execute(GRANT_ROLE.format(role=role))


def statements(role: str) -> list[str]:
    """SQL that gives the role what it needs, and each table its rule, whatever was there before."""
    policies = [line for table, rule in RULES.items() for line in policies_of(table, rule)]
    return [PATIENCE, ACT, GRANTS.format(role=role), *policies]


def policies_of(table: str, rule: Rule) -> list[str]:
    own, seen = (f"{condition} OR {IS_SYSTEM}" for condition in (rule.own, rule.seen or rule.own))
    policies = {
        "seen": f"SELECT USING ({seen})",
        "added": f"INSERT WITH CHECK ({own})",
        "changed": f"UPDATE USING ({own})",
        "deleted": f"DELETE USING ({own})",
    }
    return [f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'] + [
        line
        for name, what in policies.items()
        for line in (
            f'DROP POLICY IF EXISTS {name} ON "{table}"',
            f'CREATE POLICY {name} ON "{table}" FOR {what}',
        )
    ]

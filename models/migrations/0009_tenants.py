"""Of which tenants somebody is, kept with the person; and what PostgreSQL searches, by tenant.

The columns follow `enrollment` and `staff` by triggers, so no way of writing can forget them.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

# They are no part of the model: nothing but row security reads them, and nothing of ours writes them.
COLUMNS = """
ALTER TABLE user_account ADD COLUMN tenants uuid[] NOT NULL DEFAULT '{}',
    ADD COLUMN known_in uuid[] NOT NULL DEFAULT '{}';
"""

# Who has left keeps what is theirs where they had a match: what was said, what was reached.
# The row is locked by a statement of its own: one that waits would count what was there before.
FOLLOW = """
CREATE FUNCTION public.tenants_of(person uuid, OUT tenants uuid[], OUT known_in uuid[])
LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(DISTINCT organization_id) FILTER (WHERE takes_part), '{}'),
        coalesce(array_agg(DISTINCT organization_id), '{}')
    FROM (
        SELECT organization_id, status = 'APPROVED'
            OR EXISTS (SELECT FROM public.match WHERE mentor_id = enrollment.id)
            OR EXISTS (SELECT FROM public.match WHERE mentee_id = enrollment.id) AS takes_part
        FROM public.enrollment WHERE user_id = person
        UNION ALL
        SELECT organization_id, true FROM public.staff WHERE user_id = person
    ) AS part
$$;
CREATE FUNCTION public.tenants_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    person uuid := coalesce(NEW.user_id, OLD.user_id);
BEGIN
    PERFORM FROM user_account WHERE id = person FOR NO KEY UPDATE;
    UPDATE user_account SET (tenants, known_in) = (SELECT * FROM tenants_of(person))
    WHERE id = person;
    RETURN NULL;
END
$$;
CREATE TRIGGER tenants_changed AFTER INSERT OR DELETE ON enrollment
    FOR EACH ROW EXECUTE FUNCTION public.tenants_follow();
CREATE TRIGGER tenants_decided AFTER UPDATE OF status ON enrollment
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION public.tenants_follow();
CREATE TRIGGER tenants_changed AFTER INSERT OR DELETE ON staff
    FOR EACH ROW EXECUTE FUNCTION public.tenants_follow();
"""

FILL = """
SET LOCAL statement_timeout = 0;
UPDATE user_account SET (tenants, known_in) = (SELECT * FROM tenants_of(user_account.id));
"""

UNFOLLOW = """
DROP TRIGGER tenants_changed ON staff;
DROP TRIGGER tenants_decided ON enrollment;
DROP TRIGGER tenants_changed ON enrollment;
DROP FUNCTION public.tenants_follow();
DROP FUNCTION public.tenants_of(uuid);
-- Rules are made of the columns; without this function they are made anew, see models/securing.py.
DROP FUNCTION IF EXISTS public.act_for(text);
ALTER TABLE user_account DROP COLUMN tenants CASCADE, DROP COLUMN known_in CASCADE;
"""

# Under row security a text is compared only with rows that were found to be the viewer's before, so
# no index on texts would be used. A view, whose owner reads the tables, may use it.
SEEN = """
    current_setting('mentorgraph.viewer', true) = 'system' OR organization_id = ANY (
        (SELECT nullif(current_setting('mentorgraph.tenants', true), '')::uuid[])::uuid[]
    )
"""

VIEWS = [
    f"CREATE VIEW searchable_resource AS SELECT * FROM resource_search WHERE {SEEN}",
    f"CREATE VIEW searchable_word AS SELECT * FROM resource_word WHERE {SEEN}",
]

SIMILAR = """
CREATE OR REPLACE FUNCTION public.resource_words_like(organizations uuid[], wanted text)
RETURNS SETOF text
LANGUAGE sql STABLE STRICT PARALLEL SAFE SET pg_trgm.word_similarity_threshold = 0.2 AS $$
    SELECT word FROM public.{}
    WHERE organization_id = ANY (organizations) AND word OPERATOR(public.%>) wanted
$$
"""

KEEP = "ALTER FUNCTION public.resource_search_follow() SECURITY {}"

BACK = [
    SIMILAR.format("resource_word"),
    KEEP.format("INVOKER"),
    "DROP VIEW searchable_resource, searchable_word",
    UNFOLLOW,
]


class Migration(migrations.Migration):
    dependencies = [("models", "0008_outbox_due")]

    initial = False

    operations = [
        ops.RunSQL(
            [
                COLUMNS,
                FOLLOW,
                FILL,
                *VIEWS,
                SIMILAR.format("searchable_word"),
                KEEP.format("DEFINER"),
            ],
            BACK,
        ),
    ]

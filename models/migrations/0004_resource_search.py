"""What PostgreSQL searches: a narrow table of published resources, and the words in them.

Both follow `resource` by triggers, so no way of writing can forget them.
"""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

EXTENSIONS = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;
"""

# unaccent is only STABLE, for its dictionary could change; a fixed, qualified one does not.
# Letters that Arabic, Persian and Urdu write in several ways become one, as does the final sigma;
# signs of trade marks, which would become letters, go.
FOLD = r"""
CREATE FUNCTION public.search_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT translate(
        lower(public.unaccent('public.unaccent'::regdictionary, normalize(regexp_replace(
            normalize(translate(value, U&'\00A9\00AE\2120\2122', '    '), NFKD),
            '[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640'
            '\u064b-\u065f\u0670\u200b-\u200f\u2060\ufeff]', '', 'g'
        ), NFC))),
        U&'\064A\0649\0643\0629\03C2', U&'\06CC\06CC\06A9\0647\03C3'
    )
$$;
"""

# Where words have no spaces between them or an article in front (Chinese, Japanese, Korean, Thai,
# Arabic, Hebrew, ...), a run is found by any part of it.
RUNS = r"""
CREATE FUNCTION public.search_runs(
    value text, OUT place bigint, OUT word text, OUT dense text
) RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT ordinality, left(run[1], 200), left(run[2], 200)
    FROM regexp_matches(public.search_fold(value),
        '([^\s!-/:-@\[-`{-\u00bf\u00d7\u00f7\u0590-\u06ff\u0750-\u077f\u08a0-\u08ff\u0964\u0965'
        '\u0e00-\u109f\u1780-\u17ff\u2000-\u2bff\u2e00-\uabff\uac00-\ufdff\ufe10-\uffff'
        '\U0001f000-\U0003ffff]+(?:\+\+|#)?)'
        '|([\u05d0-\u05f2\u0620-\u0669\u066e-\u06d3\u06d5-\u06ff\u0750-\u077f\u08a0-\u08ff'
        '\u0e01-\u0e4e\u0e50-\u0e59\u0e80-\u0eff\u0f18-\u1049\u1050-\u109f\u1780-\u17d3'
        '\u17e0-\u17ff\u3005-\u3007\u3040-\u30fa\u30fc-\u31ff\u3400-\u9fff\uac00-\ud7af'
        '\uf900-\ufdff\U00020000-\U0003ffff]+)', 'g'
    ) WITH ORDINALITY AS found (run, ordinality)
$$;
"""

# Pairs of neighbours, and the last letter alone: any part of a run is then a phrase or a prefix.
VECTOR = """
CREATE FUNCTION public.search_vector(value text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(format('''%s'':%s', lexeme, number), ' '), '')::tsvector
    FROM (
        SELECT lexeme, row_number() OVER (ORDER BY place, start) AS number
        FROM (
            SELECT place, 0 AS start, word AS lexeme
            FROM public.search_runs(value) WHERE word IS NOT NULL
            UNION ALL
            SELECT place, start, substr(dense, start, 2)
            FROM public.search_runs(value), generate_series(1, length(dense)) AS start
        ) AS lexemes
    ) AS numbered
$$;
"""

TABLES = """
CREATE TABLE resource_search (
    resource_id uuid PRIMARY KEY REFERENCES resource ON DELETE CASCADE,
    organization_id uuid NOT NULL REFERENCES organization ON DELETE CASCADE,
    kind text NOT NULL,
    language text NOT NULL,
    topic text NOT NULL,
    document tsvector NOT NULL
);
CREATE INDEX resource_search_newest ON resource_search (organization_id, resource_id);
CREATE INDEX resource_search_document
    ON resource_search USING gin (organization_id, document) WITH (fastupdate = off);

CREATE TABLE resource_word (
    organization_id uuid NOT NULL REFERENCES organization ON DELETE CASCADE,
    word text NOT NULL,
    PRIMARY KEY (organization_id, word)
);
CREATE INDEX resource_word_similar
    ON resource_word USING gin (organization_id, word gin_trgm_ops) WITH (fastupdate = off);
"""

# With 0.2, of words with one typo none is missed, and of those with two one in two hundred.
SIMILAR = """
CREATE FUNCTION public.resource_words_like(organizations uuid[], wanted text) RETURNS SETOF text
LANGUAGE sql STABLE STRICT PARALLEL SAFE SET pg_trgm.word_similarity_threshold = 0.2 AS $$
    SELECT word FROM public.resource_word
    WHERE organization_id = ANY (organizations) AND word OPERATOR(public.%>) wanted
$$;
"""

# Words are added in one order, so that two who publish the same new words do not deadlock.
FOLLOW = """
CREATE FUNCTION public.resource_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM public.resource_search USING changed
    WHERE resource_id = changed.id AND changed.status <> 'PUBLISHED';

    INSERT INTO public.resource_search AS known
    SELECT id, organization_id, kind, language, topic,
        setweight(public.search_vector(title), 'A')
        || setweight(public.search_vector(concat_ws(' ', topic, subtopic)), 'B')
        || setweight(public.search_vector(author), 'C')
        || setweight(public.search_vector(summary), 'D')
    FROM changed WHERE status = 'PUBLISHED'
    ON CONFLICT (resource_id) DO UPDATE SET
        kind = excluded.kind, language = excluded.language, topic = excluded.topic,
        document = excluded.document;

    INSERT INTO public.resource_word
    SELECT DISTINCT organization_id, word
    FROM changed, public.search_runs(concat_ws(' ', title, topic, subtopic, author, summary))
    WHERE status = 'PUBLISHED' AND length(word) BETWEEN 4 AND 40
    ORDER BY organization_id, word
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER resource_search_inserted AFTER INSERT ON resource
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.resource_search_follow();
CREATE TRIGGER resource_search_updated AFTER UPDATE ON resource
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION public.resource_search_follow();
"""

# Libraries that are there already: any UPDATE brings a row in. It may take longer than a request.
FILL = ["SET LOCAL statement_timeout = 0", "UPDATE resource SET revision = revision"]

# The extensions stay: other tables may use them by now.
REVERSE = """
DROP TRIGGER resource_search_updated ON resource;
DROP TRIGGER resource_search_inserted ON resource;
DROP FUNCTION public.resource_search_follow();
DROP FUNCTION public.resource_words_like(uuid[], text);
DROP TABLE resource_word;
DROP TABLE resource_search;
DROP FUNCTION public.search_vector(text);
DROP FUNCTION public.search_runs(text);
DROP FUNCTION public.search_fold(text);
"""

# AlterField moves the state, but leaves ON DELETE in the database as it was.
PUBLISHER = """
ALTER TABLE resource DROP CONSTRAINT resource_publisher_id_fkey,
    ADD CONSTRAINT resource_publisher_id_fkey FOREIGN KEY (publisher_id)
        REFERENCES user_account ON DELETE {};
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0003_list_indexes")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="Resource",
            name="publisher",
            field=fields.ForeignKeyField(
                "models.User",
                source_field="publisher_id",
                null=True,
                db_constraint=True,
                to_field="id",
                on_delete=OnDelete.SET_NULL,
            ),
        ),
        ops.RunSQL(PUBLISHER.format("SET NULL"), PUBLISHER.format("CASCADE")),
        ops.RunSQL([EXTENSIONS, FOLD, RUNS, VECTOR, TABLES, SIMILAR, FOLLOW, *FILL], REVERSE),
    ]

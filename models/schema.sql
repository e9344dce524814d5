-- What the migrations make of an empty database; `scripts/tables` writes it.

CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS fuzzystrmatch WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

CREATE FUNCTION public.message_words(value text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT COST 3000 PARALLEL SAFE
    AS $_$
    SELECT CASE WHEN octet_length(value) = length(value) AND value !~ '\+\+|#|\S{200}'
        THEN array_to_tsvector(array_remove(string_to_array(translate(
            lower(value),
            E'\t\n\v\f\r\x7F!"$%&''()*+,-./:;<=>?@[\\]^_`{|}~',
            '                                     '
        ), ' '), ''))
        ELSE public.search_vector(value) END
$_$;

CREATE FUNCTION public.resource_search_follow() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    AS $$
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

CREATE FUNCTION public.resource_words_like(organizations uuid[], wanted text) RETURNS SETOF text
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    SET "pg_trgm.word_similarity_threshold" TO '0.2'
    AS $$
    SELECT word FROM public.searchable_word
    WHERE organization_id = ANY (organizations) AND word OPERATOR(public.%>) wanted
$$;

CREATE FUNCTION public.search_fold(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    SELECT translate(
        lower(public.unaccent('public.unaccent'::regdictionary, normalize(regexp_replace(
            normalize(translate(value, U&'\00A9\00AE\2120\2122', '    '), NFKD),
            '[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640'
            '\u064b-\u065f\u0670\u200b-\u200f\u2060\ufeff]', '', 'g'
        ), NFC))),
        U&'\064A\0649\0643\0629\03C2', U&'\06CC\06CC\06A9\0647\03C3'
    )
$$;

CREATE FUNCTION public.search_runs(value text, OUT place bigint, OUT word text, OUT dense text) RETURNS SETOF record
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
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

CREATE FUNCTION public.search_vector(value text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
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

CREATE FUNCTION public.tenants_follow() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    person uuid := coalesce(NEW.user_id, OLD.user_id);
BEGIN
    PERFORM FROM user_account WHERE id = person FOR NO KEY UPDATE;
    UPDATE user_account SET (tenants, known_in) = (SELECT * FROM tenants_of(person))
    WHERE id = person;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.tenants_of(person uuid, OUT tenants uuid[], OUT known_in uuid[]) RETURNS record
    LANGUAGE sql STABLE
    AS $$
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

CREATE TABLE public.agreement (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    text text NOT NULL,
    sha256 character varying(64) NOT NULL,
    organization_id uuid NOT NULL,
    program_id uuid NOT NULL
);

CREATE TABLE public.answer (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    text text,
    number double precision,
    choices text[],
    day date,
    is_true boolean,
    organization_id uuid NOT NULL,
    question_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT answer_one_value CHECK ((num_nonnulls(text, number, choices, day, is_true) = 1))
);

CREATE TABLE public.api_key (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(100) NOT NULL,
    scopes text[] NOT NULL,
    hint character varying(4) NOT NULL,
    key_hash character varying(64) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    last_used_on date,
    revoked_at timestamp with time zone,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.attachment (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    "position" smallint,
    name character varying(255) NOT NULL,
    byte_count bigint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    object_id uuid,
    stored_at timestamp with time zone,
    media_type character varying(100),
    width integer,
    height integer,
    conversation_id uuid NOT NULL,
    message_id uuid,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT attachment_in_order CHECK ((((message_id IS NULL) = ("position" IS NULL)) AND ((message_id IS NULL) OR (stored_at IS NOT NULL)) AND ((stored_at IS NULL) OR ((object_id IS NOT NULL) AND (media_type IS NOT NULL)))))
);

CREATE TABLE public.attempt_window (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    key character varying(64) NOT NULL,
    count integer NOT NULL,
    ends_at timestamp with time zone NOT NULL
);

CREATE TABLE public.availability_slot (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    weekday smallint NOT NULL,
    start_minute smallint NOT NULL,
    end_minute smallint NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT availability_slot_in_day CHECK ((((weekday >= 0) AND (weekday <= 6)) AND (start_minute >= 0) AND (end_minute <= 1440) AND (start_minute < end_minute)))
);

CREATE TABLE public.block (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    blocked_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT block_of_others CHECK ((user_id <> blocked_id))
);

CREATE TABLE public.check_in (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    value numeric(14,2) NOT NULL,
    note text NOT NULL,
    goal_id uuid NOT NULL,
    organization_id uuid NOT NULL
);

CREATE TABLE public.conversation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    epoch integer NOT NULL,
    last_seq bigint NOT NULL,
    last_number bigint NOT NULL,
    closed_at timestamp with time zone,
    organization_id uuid NOT NULL,
    match_id uuid,
    is_blocked boolean NOT NULL,
    kind character varying(12) NOT NULL,
    member_count integer NOT NULL,
    program_id uuid NOT NULL,
    seats_lost integer NOT NULL,
    title character varying(120),
    expired_number bigint NOT NULL,
    expired_seq bigint NOT NULL,
    CONSTRAINT conversation_expires_what_was_said CHECK (((expired_number >= 0) AND (expired_number <= last_number))),
    CONSTRAINT conversation_keeps_its_last_line CHECK (((expired_seq = 0) OR ((expired_seq >= 1) AND (expired_seq <= (last_seq - 1))))),
    CONSTRAINT conversation_kind_fits CHECK (((((kind)::text = 'MATCH'::text) = (match_id IS NOT NULL)) AND (((kind)::text = 'MATCH'::text) = (title IS NULL)))),
    CONSTRAINT conversation_not_too_large CHECK (((member_count >= 0) AND (((kind)::text <> 'GROUP'::text) OR (member_count <= 500)))),
    CONSTRAINT conversation_title_length CHECK (((char_length((title)::text) >= 1) AND (char_length((title)::text) <= 120)))
);

CREATE TABLE public.conversation_event (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seq bigint NOT NULL,
    kind character varying(24) NOT NULL,
    conversation_id uuid NOT NULL,
    message_id uuid,
    organization_id uuid NOT NULL,
    emoji character varying(40),
    user_id uuid,
    member_id uuid,
    goal_id uuid
);

CREATE TABLE public.credential (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    password_hash character varying(255) NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.deletion_request (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.device (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    token_hash character varying(64) NOT NULL,
    used_at timestamp with time zone NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.draft (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    body text NOT NULL,
    version bigint NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    conversation_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    root_id uuid,
    user_id uuid NOT NULL,
    CONSTRAINT draft_length CHECK (((char_length(body) >= 1) AND (char_length(body) <= 8000)))
);

CREATE TABLE public.email_change (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    before character varying(254) NOT NULL,
    email character varying(254) NOT NULL,
    token_hash character varying(64),
    expires_at timestamp with time zone,
    used_at timestamp with time zone,
    user_id uuid NOT NULL
);

CREATE TABLE public.enrollment (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    role character varying(12) NOT NULL,
    status character varying(8) NOT NULL,
    decided_at timestamp with time zone,
    capacity smallint NOT NULL,
    active_matches smallint NOT NULL,
    organization_id uuid NOT NULL,
    program_id uuid NOT NULL,
    user_id uuid NOT NULL,
    ended_at timestamp with time zone,
    note text NOT NULL,
    CONSTRAINT enrollment_capacity_sane CHECK (((capacity >= 0) AND (capacity <= 50))),
    CONSTRAINT enrollment_end_dated CHECK ((((status)::text = ANY ((ARRAY['LEFT'::character varying, 'REMOVED'::character varying])::text[])) = (ended_at IS NOT NULL))),
    CONSTRAINT enrollment_within_capacity CHECK ((((role)::text <> 'MENTOR'::text) OR ((active_matches >= 0) AND (active_matches <= capacity))))
);

CREATE TABLE public.extra_time (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    day date NOT NULL,
    start_minute smallint NOT NULL,
    end_minute smallint NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT extra_time_in_day CHECK (((start_minute >= 0) AND (end_minute <= 1440) AND (start_minute < end_minute)))
);

CREATE TABLE public.goal (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    title character varying(200) NOT NULL,
    why text NOT NULL,
    measure character varying(10) NOT NULL,
    unit character varying(30) NOT NULL,
    start_value numeric(14,2) NOT NULL,
    target_value numeric(14,2) NOT NULL,
    due_on date,
    match_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    CONSTRAINT goal_goes_somewhere CHECK ((start_value <> target_value))
);

CREATE TABLE public.idempotency_key (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    user_id uuid NOT NULL,
    key character varying(64) NOT NULL,
    request_hash character varying(64) NOT NULL,
    result_id uuid NOT NULL
);

CREATE TABLE public.import_line (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number integer NOT NULL,
    email character varying(300) NOT NULL,
    role character varying(40) NOT NULL,
    capacity character varying(20) NOT NULL,
    address character varying(254),
    part character varying(12),
    places smallint,
    outcome character varying(9),
    reason text NOT NULL,
    is_done boolean NOT NULL,
    organization_id uuid NOT NULL,
    people_import_id uuid NOT NULL
);

CREATE TABLE public.invitation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    email character varying(254) NOT NULL,
    role character varying(12),
    staff_role character varying(8),
    capacity smallint,
    token_hash character varying(64),
    sent_at timestamp with time zone,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    revoked_at timestamp with time zone,
    inviter_id uuid,
    organization_id uuid NOT NULL,
    program_id uuid,
    CONSTRAINT invitation_capacity_sane CHECK (((capacity >= 1) AND (capacity <= 50))),
    CONSTRAINT invitation_ends_one_way CHECK (((accepted_at IS NULL) OR (revoked_at IS NULL))),
    CONSTRAINT invitation_to_one_thing CHECK ((((program_id IS NULL) = (role IS NULL)) AND ((program_id IS NULL) = (staff_role IS NOT NULL))))
);

CREATE TABLE public.join_link (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    role character varying(12) NOT NULL,
    is_approving boolean NOT NULL,
    token_hash character varying(64) NOT NULL,
    expires_at timestamp with time zone,
    most_uses integer,
    uses integer NOT NULL,
    revoked_at timestamp with time zone,
    maker_id uuid,
    organization_id uuid NOT NULL,
    program_id uuid NOT NULL,
    CONSTRAINT join_link_to_take_part CHECK (((role)::text <> 'COORDINATOR'::text)),
    CONSTRAINT join_link_within_uses CHECK (((uses >= 0) AND (uses <= COALESCE(most_uses, uses))))
);

CREATE TABLE public.match (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    status character varying(6) NOT NULL,
    ended_at timestamp with time zone,
    end_reason text NOT NULL,
    mentee_id uuid NOT NULL,
    mentor_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    program_id uuid NOT NULL,
    request_id uuid CONSTRAINT match_request_id_not_null1 NOT NULL,
    CONSTRAINT match_end_dated CHECK ((((status)::text = 'ENDED'::text) = (ended_at IS NOT NULL)))
);

CREATE TABLE public.match_request (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    note text NOT NULL,
    status character varying(9) NOT NULL,
    decided_at timestamp with time zone,
    mentee_id uuid NOT NULL,
    mentor_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    program_id uuid NOT NULL
);

CREATE TABLE public.member (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_read_number bigint NOT NULL,
    conversation_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    is_archived boolean NOT NULL,
    is_muted boolean NOT NULL,
    muted_until timestamp with time zone,
    notification_level character varying(8) NOT NULL,
    role character varying(6) NOT NULL,
    draft_changes bigint NOT NULL,
    CONSTRAINT member_muted_until_when CHECK ((is_muted OR (muted_until IS NULL)))
);

CREATE TABLE public.mention (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    message_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.message (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    number bigint NOT NULL,
    client_id character varying(64) NOT NULL,
    body text NOT NULL,
    conversation_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    sender_id uuid NOT NULL,
    edited_at timestamp with time zone,
    reply_count integer NOT NULL,
    retracted_at timestamp with time zone,
    root_id uuid,
    version integer NOT NULL,
    language character varying(2),
    attachment_count smallint NOT NULL,
    CONSTRAINT message_length CHECK (
CASE
    WHEN (retracted_at IS NULL) THEN ((char_length(body) >= ((attachment_count = 0))::integer) AND (char_length(body) <= 8000))
    ELSE ((body = ''::text) AND (attachment_count = 0))
END)
);

CREATE TABLE public.message_revision (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    body text NOT NULL,
    message_id uuid NOT NULL,
    organization_id uuid NOT NULL
);

CREATE TABLE public.milestone (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    "position" smallint NOT NULL,
    title character varying(200) NOT NULL,
    due_on date,
    reached_at timestamp with time zone,
    goal_id uuid NOT NULL,
    organization_id uuid NOT NULL
);

CREATE TABLE public.organization (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(100) NOT NULL,
    slug character varying(40) NOT NULL,
    invited_count integer NOT NULL,
    invited_on date
);

CREATE TABLE public.outbox_entry (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(40) NOT NULL,
    payload jsonb NOT NULL,
    due_at timestamp with time zone NOT NULL,
    attempts smallint NOT NULL,
    last_error text NOT NULL,
    dead_at timestamp with time zone
);

CREATE TABLE public.password_reset (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    email character varying(254) NOT NULL,
    token_hash character varying(64),
    proof character varying(64) NOT NULL,
    expires_at timestamp with time zone,
    used_at timestamp with time zone
);

CREATE TABLE public.people_import (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    status character varying(8) NOT NULL,
    total_lines integer NOT NULL,
    done_lines integer NOT NULL,
    failure text NOT NULL,
    revision integer NOT NULL,
    finished_at timestamp with time zone,
    organization_id uuid NOT NULL,
    program_id uuid NOT NULL,
    starter_id uuid,
    CONSTRAINT people_import_within_lines CHECK (((total_lines > 0) AND ((done_lines >= 0) AND (done_lines <= total_lines))))
);

CREATE TABLE public.picture (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    size character varying(6) NOT NULL,
    content bytea NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.pin (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    conversation_id uuid NOT NULL,
    message_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL
);

CREATE UNLOGGED TABLE public.presence (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.program (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(100) NOT NULL,
    description text NOT NULL,
    is_open boolean NOT NULL,
    organization_id uuid NOT NULL,
    begins_on date,
    default_capacity smallint,
    ends_on date,
    hours_weight smallint NOT NULL,
    is_approving boolean NOT NULL,
    is_template boolean NOT NULL,
    languages_weight smallint NOT NULL,
    most_capacity smallint NOT NULL,
    question text NOT NULL,
    settings_version integer NOT NULL,
    skills_weight smallint NOT NULL,
    welcome text NOT NULL,
    agreement text NOT NULL,
    agreement_version integer NOT NULL,
    message_retention_days smallint,
    CONSTRAINT program_begins_before_it_ends CHECK ((begins_on <= ends_on)),
    CONSTRAINT program_capacities_sane CHECK ((((most_capacity >= 1) AND (most_capacity <= 50)) AND ((COALESCE((default_capacity)::integer, 1) >= 1) AND (COALESCE((default_capacity)::integer, 1) <= most_capacity)))),
    CONSTRAINT program_message_retention_sane CHECK (((message_retention_days >= 7) AND (message_retention_days <= 3650))),
    CONSTRAINT program_one_admission CHECK ((is_open OR (NOT is_approving))),
    CONSTRAINT program_weights_sane CHECK (((LEAST(skills_weight, languages_weight, hours_weight) >= 0) AND (((skills_weight + languages_weight) + hours_weight) = 100)))
);

CREATE TABLE public.question (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    key character varying(40) NOT NULL,
    label character varying(200) NOT NULL,
    kind character varying(7) NOT NULL,
    choices text[] NOT NULL,
    is_required boolean NOT NULL,
    audience character varying(7) NOT NULL,
    visibility character varying(12) NOT NULL,
    match_rule character varying(7),
    weight smallint NOT NULL,
    reach double precision,
    organization_id uuid NOT NULL,
    CONSTRAINT question_weight_of_rule CHECK ((((match_rule IS NULL) = (weight = 0)) AND ((weight >= 0) AND (weight <= 60))))
);

CREATE TABLE public.reaction (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    emoji character varying(40) NOT NULL,
    message_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.recovery_code (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    code_hash character varying(64) NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.registration (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(100) NOT NULL,
    time_zone character varying(64) NOT NULL,
    password_hash character varying(255) NOT NULL,
    token_hash character varying(64),
    expires_at timestamp with time zone,
    used_at timestamp with time zone
);

CREATE TABLE public.report (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    reason character varying(10) NOT NULL,
    note text NOT NULL,
    status character varying(7) NOT NULL,
    outcome character varying(9),
    outcome_note text NOT NULL,
    settled_at timestamp with time zone,
    message_id uuid,
    organization_id uuid NOT NULL,
    program_id uuid NOT NULL,
    reported_id uuid NOT NULL,
    reporter_id uuid NOT NULL,
    settler_id uuid,
    CONSTRAINT report_of_others CHECK ((reporter_id <> reported_id)),
    CONSTRAINT report_settled_whole CHECK (((((status)::text = 'SETTLED'::text) = (settled_at IS NOT NULL)) AND (((status)::text = 'SETTLED'::text) = (outcome IS NOT NULL))))
);

CREATE TABLE public.reported_words (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    body text NOT NULL,
    said_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    report_id uuid NOT NULL
);

CREATE TABLE public.resource (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    kind character varying(8) NOT NULL,
    title character varying(300) NOT NULL,
    summary text NOT NULL,
    url character varying(2000) NOT NULL,
    author character varying(300) NOT NULL,
    language character varying(2) NOT NULL,
    topic character varying(120) NOT NULL,
    subtopic character varying(120) NOT NULL,
    status character varying(9) NOT NULL,
    revision integer NOT NULL,
    revised_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    publisher_id uuid
);

CREATE TABLE public.resource_search (
    resource_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    kind text NOT NULL,
    language text NOT NULL,
    topic text NOT NULL,
    document tsvector NOT NULL
);

CREATE TABLE public.resource_word (
    organization_id uuid NOT NULL,
    word text NOT NULL
);

CREATE VIEW public.searchable_message AS
 SELECT id,
    conversation_id,
    sender_id,
    created_at,
    public.message_words(body) AS words
   FROM public.message
  WHERE ((retracted_at IS NULL) AND ((current_setting('mentorgraph.viewer'::text, true) = 'system'::text) OR (organization_id = ANY (( SELECT (NULLIF(current_setting('mentorgraph.tenants'::text, true), ''::text))::uuid[] AS "nullif")::uuid[]))));

CREATE VIEW public.searchable_resource AS
 SELECT resource_id,
    organization_id,
    kind,
    language,
    topic,
    document
   FROM public.resource_search
  WHERE ((current_setting('mentorgraph.viewer'::text, true) = 'system'::text) OR (organization_id = ANY (( SELECT (NULLIF(current_setting('mentorgraph.tenants'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])));

CREATE VIEW public.searchable_word AS
 SELECT organization_id,
    word
   FROM public.resource_word
  WHERE ((current_setting('mentorgraph.viewer'::text, true) = 'system'::text) OR (organization_id = ANY (( SELECT (NULLIF(current_setting('mentorgraph.tenants'::text, true), ''::text))::uuid[] AS "nullif")::uuid[])));

CREATE TABLE public.session (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    access_hash character varying(64) NOT NULL,
    access_expires_at timestamp with time zone NOT NULL,
    refresh_hash character varying(64) NOT NULL,
    refresh_expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    user_id uuid NOT NULL,
    label character varying(60) NOT NULL,
    method character varying(20) NOT NULL,
    parent_hash character varying(64),
    parent_until timestamp with time zone,
    salt character varying(64) NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

CREATE TABLE public.sign_in_challenge (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    token_hash character varying(64) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.signature (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    agreement_id uuid NOT NULL,
    enrollment_id uuid NOT NULL,
    match_id uuid NOT NULL,
    organization_id uuid NOT NULL
);

CREATE TABLE public.skill (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    key character varying(80) NOT NULL,
    name character varying(80) NOT NULL,
    esco_uri character varying(200),
    number integer
);

CREATE TABLE public.skill_label (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    key character varying(80) NOT NULL,
    name character varying(80) NOT NULL,
    skill_id uuid NOT NULL
);

CREATE TABLE public.spent_token (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    token_hash character varying(64) NOT NULL,
    session_id uuid NOT NULL
);

CREATE TABLE public.staff (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    role character varying(8) NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.taxonomy (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    name character varying(20) NOT NULL,
    digest character varying(64) NOT NULL
);

CREATE TABLE public.time_away (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT time_away_forward CHECK ((starts_on <= ends_on))
);

CREATE TABLE public.tortoise_migrations (
    id integer NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied_at timestamp with time zone NOT NULL
);

CREATE SEQUENCE public.tortoise_migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.tortoise_migrations_id_seq OWNED BY public.tortoise_migrations.id;

CREATE TABLE public.totp (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seed bytea NOT NULL,
    confirmed_at timestamp with time zone,
    last_step bigint NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.translation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    language character varying(16) NOT NULL,
    source character varying(16),
    body text NOT NULL,
    message_id uuid NOT NULL,
    organization_id uuid NOT NULL
);

CREATE TABLE public.user_account (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(100) NOT NULL,
    headline character varying(200) NOT NULL,
    bio text NOT NULL,
    time_zone character varying(64) NOT NULL,
    tenants uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    known_in uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    paused_at timestamp with time zone,
    paused_until timestamp with time zone,
    picture_version character varying(16),
    shows_presence boolean NOT NULL
);

CREATE TABLE public.user_language (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    code character varying(2) NOT NULL,
    level character varying(6),
    "position" smallint NOT NULL,
    user_id uuid NOT NULL
);

CREATE TABLE public.user_skill (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    side character varying(8) NOT NULL,
    skill_id uuid NOT NULL,
    user_id uuid NOT NULL,
    level character varying(12)
);

ALTER TABLE ONLY public.tortoise_migrations ALTER COLUMN id SET DEFAULT nextval('public.tortoise_migrations_id_seq'::regclass);

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_version_once UNIQUE (program_id, version);

ALTER TABLE ONLY public.answer
    ADD CONSTRAINT answer_once UNIQUE (user_id, question_id);

ALTER TABLE ONLY public.answer
    ADD CONSTRAINT answer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_key_hash_key UNIQUE (key_hash);

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_position_once UNIQUE (message_id, "position");

ALTER TABLE ONLY public.attempt_window
    ADD CONSTRAINT attempt_window_key_key UNIQUE (key);

ALTER TABLE ONLY public.attempt_window
    ADD CONSTRAINT attempt_window_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.availability_slot
    ADD CONSTRAINT availability_slot_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.block
    ADD CONSTRAINT block_once UNIQUE (user_id, blocked_id);

ALTER TABLE ONLY public.block
    ADD CONSTRAINT block_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.check_in
    ADD CONSTRAINT check_in_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.conversation_event
    ADD CONSTRAINT conversation_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.conversation_event
    ADD CONSTRAINT conversation_event_seq_once UNIQUE (conversation_id, seq);

ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_match_id_key UNIQUE (match_id);

ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_user_id_key UNIQUE (user_id);

ALTER TABLE ONLY public.deletion_request
    ADD CONSTRAINT deletion_request_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.deletion_request
    ADD CONSTRAINT deletion_request_user_id_key UNIQUE (user_id);

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_in_thread_once UNIQUE (user_id, root_id);

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.email_change
    ADD CONSTRAINT email_change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.email_change
    ADD CONSTRAINT email_change_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT enrollment_once UNIQUE (program_id, user_id, role);

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT enrollment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.extra_time
    ADD CONSTRAINT extra_time_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.goal
    ADD CONSTRAINT goal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_once UNIQUE (user_id, key);

ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.import_line
    ADD CONSTRAINT import_line_number_once UNIQUE (people_import_id, number);

ALTER TABLE ONLY public.import_line
    ADD CONSTRAINT import_line_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.join_link
    ADD CONSTRAINT join_link_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.join_link
    ADD CONSTRAINT join_link_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.match
    ADD CONSTRAINT match_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.match
    ADD CONSTRAINT match_request_id_key UNIQUE (request_id);

ALTER TABLE ONLY public.match_request
    ADD CONSTRAINT match_request_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_once UNIQUE (conversation_id, user_id);

ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mention
    ADD CONSTRAINT mention_once UNIQUE (message_id, user_id);

ALTER TABLE ONLY public.mention
    ADD CONSTRAINT mention_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_client_id_once UNIQUE (sender_id, client_id);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_number_once UNIQUE (conversation_id, number);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_reply_number_once UNIQUE (root_id, number);

ALTER TABLE ONLY public.message_revision
    ADD CONSTRAINT message_revision_once UNIQUE (message_id, version);

ALTER TABLE ONLY public.message_revision
    ADD CONSTRAINT message_revision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.milestone
    ADD CONSTRAINT milestone_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.milestone
    ADD CONSTRAINT milestone_position_once UNIQUE (goal_id, "position");

ALTER TABLE ONLY public.organization
    ADD CONSTRAINT organization_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organization
    ADD CONSTRAINT organization_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.outbox_entry
    ADD CONSTRAINT outbox_entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.password_reset
    ADD CONSTRAINT password_reset_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.password_reset
    ADD CONSTRAINT password_reset_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.people_import
    ADD CONSTRAINT people_import_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.picture
    ADD CONSTRAINT picture_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.picture
    ADD CONSTRAINT picture_size_once UNIQUE (user_id, size);

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_once UNIQUE (message_id);

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.presence
    ADD CONSTRAINT presence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.presence
    ADD CONSTRAINT presence_user_id_key UNIQUE (user_id);

ALTER TABLE ONLY public.program
    ADD CONSTRAINT program_name_once UNIQUE (organization_id, name);

ALTER TABLE ONLY public.program
    ADD CONSTRAINT program_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.question
    ADD CONSTRAINT question_key_once UNIQUE (organization_id, key);

ALTER TABLE ONLY public.question
    ADD CONSTRAINT question_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT reaction_once UNIQUE (message_id, user_id, emoji);

ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT reaction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_code_hash_key UNIQUE (code_hash);

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_once UNIQUE (reporter_id, message_id);

ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reported_words
    ADD CONSTRAINT reported_words_once UNIQUE (report_id, version);

ALTER TABLE ONLY public.reported_words
    ADD CONSTRAINT reported_words_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.resource
    ADD CONSTRAINT resource_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.resource_search
    ADD CONSTRAINT resource_search_pkey PRIMARY KEY (resource_id);

ALTER TABLE ONLY public.resource
    ADD CONSTRAINT resource_url_once UNIQUE (organization_id, url);

ALTER TABLE ONLY public.resource_word
    ADD CONSTRAINT resource_word_pkey PRIMARY KEY (organization_id, word);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_access_hash_key UNIQUE (access_hash);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_parent_hash_key UNIQUE (parent_hash);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_refresh_hash_key UNIQUE (refresh_hash);

ALTER TABLE ONLY public.sign_in_challenge
    ADD CONSTRAINT sign_in_challenge_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sign_in_challenge
    ADD CONSTRAINT sign_in_challenge_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.signature
    ADD CONSTRAINT signature_once UNIQUE (match_id, enrollment_id, agreement_id);

ALTER TABLE ONLY public.signature
    ADD CONSTRAINT signature_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.skill
    ADD CONSTRAINT skill_key_key UNIQUE (key);

ALTER TABLE ONLY public.skill_label
    ADD CONSTRAINT skill_label_key_key UNIQUE (key);

ALTER TABLE ONLY public.skill_label
    ADD CONSTRAINT skill_label_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.skill
    ADD CONSTRAINT skill_number_key UNIQUE (number);

ALTER TABLE ONLY public.skill
    ADD CONSTRAINT skill_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.spent_token
    ADD CONSTRAINT spent_token_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.spent_token
    ADD CONSTRAINT spent_token_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_once UNIQUE (organization_id, user_id);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.taxonomy
    ADD CONSTRAINT taxonomy_name_key UNIQUE (name);

ALTER TABLE ONLY public.taxonomy
    ADD CONSTRAINT taxonomy_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.time_away
    ADD CONSTRAINT time_away_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tortoise_migrations
    ADD CONSTRAINT tortoise_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.totp
    ADD CONSTRAINT totp_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.totp
    ADD CONSTRAINT totp_user_id_key UNIQUE (user_id);

ALTER TABLE ONLY public.translation
    ADD CONSTRAINT translation_once UNIQUE (message_id, language);

ALTER TABLE ONLY public.translation
    ADD CONSTRAINT translation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tortoise_migrations
    ADD CONSTRAINT uid_tortoise_mi_app_3803a5 UNIQUE (app, name);

ALTER TABLE ONLY public.user_account
    ADD CONSTRAINT user_account_email_key UNIQUE (email);

ALTER TABLE ONLY public.user_account
    ADD CONSTRAINT user_account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.user_language
    ADD CONSTRAINT user_language_once UNIQUE (user_id, code);

ALTER TABLE ONLY public.user_language
    ADD CONSTRAINT user_language_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.user_skill
    ADD CONSTRAINT user_skill_once UNIQUE (user_id, skill_id, side);

ALTER TABLE ONLY public.user_skill
    ADD CONSTRAINT user_skill_pkey PRIMARY KEY (id);

CREATE UNIQUE INDEX draft_once ON public.draft USING btree (user_id, conversation_id) WHERE (root_id IS NULL);

CREATE INDEX idx_answer_organiz_da2711 ON public.answer USING btree (organization_id);

CREATE INDEX idx_answer_questio_b7222b ON public.answer USING btree (question_id);

CREATE INDEX idx_api_key_organiz_f7a8e4 ON public.api_key USING btree (organization_id, id);

CREATE INDEX idx_api_key_user_id_a3e0be ON public.api_key USING btree (user_id);

CREATE INDEX idx_attachment_convers_61b5c0 ON public.attachment USING btree (conversation_id);

CREATE INDEX idx_attachment_user_id_7d2238 ON public.attachment USING btree (user_id);

CREATE INDEX idx_attempt_win_ends_at_3ee10f ON public.attempt_window USING btree (ends_at);

CREATE INDEX idx_availabilit_user_id_d2b71c ON public.availability_slot USING btree (user_id);

CREATE INDEX idx_block_blocked_e04ae3 ON public.block USING btree (blocked_id);

CREATE INDEX idx_check_in_goal_id_d8a491 ON public.check_in USING btree (goal_id, id);

CREATE INDEX idx_conversatio_goal_id_04b357 ON public.conversation_event USING btree (goal_id);

CREATE INDEX idx_conversatio_member__f69b5f ON public.conversation_event USING btree (member_id);

CREATE INDEX idx_conversatio_message_6e7db7 ON public.conversation_event USING btree (message_id);

CREATE INDEX idx_conversatio_program_82fda7 ON public.conversation USING btree (program_id);

CREATE INDEX idx_conversatio_user_id_322ce3 ON public.conversation_event USING btree (user_id);

CREATE INDEX idx_deletion_re_due_at_f8c249 ON public.deletion_request USING btree (due_at);

CREATE INDEX idx_device_used_at_375761 ON public.device USING btree (used_at);

CREATE INDEX idx_device_user_id_b7b3ba ON public.device USING btree (user_id);

CREATE INDEX idx_draft_convers_2db86a ON public.draft USING btree (conversation_id);

CREATE INDEX idx_draft_root_id_abdcc5 ON public.draft USING btree (root_id);

CREATE INDEX idx_email_chang_created_f5d64e ON public.email_change USING btree (created_at);

CREATE INDEX idx_email_chang_user_id_061104 ON public.email_change USING btree (user_id);

CREATE INDEX idx_enrollment_program_40558e ON public.enrollment USING btree (program_id, id);

CREATE INDEX idx_enrollment_user_id_6bea5d ON public.enrollment USING btree (user_id);

CREATE INDEX idx_extra_time_day_8edf16 ON public.extra_time USING btree (day);

CREATE INDEX idx_extra_time_user_id_7256e6 ON public.extra_time USING btree (user_id);

CREATE INDEX idx_goal_match_i_01475a ON public.goal USING btree (match_id, id);

CREATE INDEX idx_goal_owner_i_367eff ON public.goal USING btree (owner_id, id);

CREATE INDEX idx_import_line_people__33a756 ON public.import_line USING btree (people_import_id, address);

CREATE INDEX idx_import_line_people__6e554d ON public.import_line USING btree (people_import_id, outcome, number);

CREATE INDEX idx_invitation_email_6f8ab5 ON public.invitation USING btree (email, sent_at);

CREATE INDEX idx_invitation_inviter_ad1566 ON public.invitation USING btree (inviter_id);

CREATE INDEX idx_invitation_organiz_31df12 ON public.invitation USING btree (organization_id, id);

CREATE INDEX idx_invitation_program_b1ad0a ON public.invitation USING btree (program_id, id);

CREATE INDEX idx_join_link_maker_i_b17520 ON public.join_link USING btree (maker_id);

CREATE INDEX idx_join_link_program_deb300 ON public.join_link USING btree (program_id, id);

CREATE INDEX idx_match_mentee__c4f48a ON public.match USING btree (mentee_id);

CREATE INDEX idx_match_mentor__b7b0b2 ON public.match USING btree (mentor_id);

CREATE INDEX idx_match_program_2efd4c ON public.match USING btree (program_id, id);

CREATE INDEX idx_match_reque_mentee__61af46 ON public.match_request USING btree (mentee_id);

CREATE INDEX idx_match_reque_mentor__c7befb ON public.match_request USING btree (mentor_id);

CREATE INDEX idx_match_reque_program_2791c9 ON public.match_request USING btree (program_id);

CREATE INDEX idx_member_convers_ad45b5 ON public.member USING btree (conversation_id, id);

CREATE INDEX idx_member_user_id_8d39d1 ON public.member USING btree (user_id);

CREATE INDEX idx_mention_user_id_c3a7d1 ON public.mention USING btree (user_id);

CREATE INDEX idx_password_re_created_09ba9e ON public.password_reset USING btree (created_at);

CREATE INDEX idx_people_impo_program_5d01b6 ON public.people_import USING btree (program_id, id);

CREATE INDEX idx_people_impo_starter_15abca ON public.people_import USING btree (starter_id);

CREATE INDEX idx_pin_convers_47632a ON public.pin USING btree (conversation_id);

CREATE INDEX idx_pin_user_id_a683d9 ON public.pin USING btree (user_id);

CREATE INDEX idx_reaction_user_id_1533de ON public.reaction USING btree (user_id);

CREATE INDEX idx_recovery_co_user_id_c9ef0f ON public.recovery_code USING btree (user_id);

CREATE INDEX idx_registratio_created_0665ba ON public.registration USING btree (created_at);

CREATE INDEX idx_registratio_email_197668 ON public.registration USING btree (email, created_at);

CREATE INDEX idx_report_message_8d1eb4 ON public.report USING btree (message_id);

CREATE INDEX idx_report_organiz_d196e0 ON public.report USING btree (organization_id, id);

CREATE INDEX idx_report_program_89dfec ON public.report USING btree (program_id, id);

CREATE INDEX idx_report_reporte_40dbc8 ON public.report USING btree (reported_id);

CREATE INDEX idx_report_settler_a24310 ON public.report USING btree (settler_id);

CREATE INDEX idx_resource_publish_e1597a ON public.resource USING btree (publisher_id);

CREATE INDEX idx_session_refresh_2c3ab4 ON public.session USING btree (refresh_expires_at);

CREATE INDEX idx_session_user_id_23ddbc ON public.session USING btree (user_id);

CREATE INDEX idx_sign_in_cha_expires_b7283d ON public.sign_in_challenge USING btree (expires_at);

CREATE INDEX idx_sign_in_cha_user_id_a5d547 ON public.sign_in_challenge USING btree (user_id);

CREATE INDEX idx_signature_agreeme_06588c ON public.signature USING btree (agreement_id);

CREATE INDEX idx_signature_enrollm_140f2c ON public.signature USING btree (enrollment_id);

CREATE INDEX idx_skill_label_skill_i_6a93dd ON public.skill_label USING btree (skill_id);

CREATE INDEX idx_spent_token_session_369dde ON public.spent_token USING btree (session_id);

CREATE INDEX idx_staff_user_id_4db022 ON public.staff USING btree (user_id);

CREATE INDEX idx_time_away_ends_on_387941 ON public.time_away USING btree (ends_on);

CREATE INDEX idx_time_away_user_id_586514 ON public.time_away USING btree (user_id);

CREATE INDEX idx_user_skill_skill_i_a36ad5 ON public.user_skill USING btree (skill_id);

CREATE UNIQUE INDEX invitation_open_once ON public.invitation USING btree (program_id, email, role) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));

CREATE UNIQUE INDEX invitation_to_staff_open_once ON public.invitation USING btree (organization_id, email) WHERE ((program_id IS NULL) AND (accepted_at IS NULL) AND (revoked_at IS NULL));

CREATE UNIQUE INDEX match_active_once ON public.match USING btree (mentor_id, mentee_id) WHERE ((status)::text = 'ACTIVE'::text);

CREATE UNIQUE INDEX match_request_pending_once ON public.match_request USING btree (mentor_id, mentee_id) WHERE ((status)::text = 'PENDING'::text);

CREATE INDEX message_search ON public.message USING gin (conversation_id, public.message_words(body)) WITH (fastupdate=off);

CREATE INDEX outbox_entry_due ON public.outbox_entry USING btree (due_at) WHERE (dead_at IS NULL);

CREATE UNIQUE INDEX people_import_one_at_a_time ON public.people_import USING btree (program_id) WHERE ((status)::text = ANY ((ARRAY['CHECKING'::character varying, 'APPLYING'::character varying])::text[]));

CREATE INDEX resource_search_document ON public.resource_search USING gin (organization_id, document) WITH (fastupdate=off);

CREATE INDEX resource_search_newest ON public.resource_search USING btree (organization_id, resource_id);

CREATE INDEX resource_word_similar ON public.resource_word USING gin (organization_id, word public.gin_trgm_ops) WITH (fastupdate=off);

CREATE INDEX session_ended ON public.session USING btree (ended_at) WHERE (ended_at IS NOT NULL);

CREATE TRIGGER resource_search_inserted AFTER INSERT ON public.resource REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.resource_search_follow();

CREATE TRIGGER resource_search_updated AFTER UPDATE ON public.resource REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.resource_search_follow();

CREATE TRIGGER tenants_changed AFTER INSERT OR DELETE ON public.enrollment FOR EACH ROW EXECUTE FUNCTION public.tenants_follow();

CREATE TRIGGER tenants_changed AFTER INSERT OR DELETE ON public.staff FOR EACH ROW EXECUTE FUNCTION public.tenants_follow();

CREATE TRIGGER tenants_decided AFTER UPDATE OF status ON public.enrollment FOR EACH ROW WHEN (((old.status)::text <> (new.status)::text)) EXECUTE FUNCTION public.tenants_follow();

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_program_id_fkey FOREIGN KEY (program_id) REFERENCES public.program(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.answer
    ADD CONSTRAINT answer_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.answer
    ADD CONSTRAINT answer_question_id_fkey FOREIGN KEY (question_id) REFERENCES public.question(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.answer
    ADD CONSTRAINT answer_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.availability_slot
    ADD CONSTRAINT availability_slot_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.block
    ADD CONSTRAINT block_blocked_id_fkey FOREIGN KEY (blocked_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.block
    ADD CONSTRAINT block_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.check_in
    ADD CONSTRAINT check_in_goal_id_fkey FOREIGN KEY (goal_id) REFERENCES public.goal(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.check_in
    ADD CONSTRAINT check_in_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.conversation_event
    ADD CONSTRAINT conversation_event_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.conversation_event
    ADD CONSTRAINT conversation_event_goal_id_fkey FOREIGN KEY (goal_id) REFERENCES public.goal(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.conversation_event
    ADD CONSTRAINT conversation_event_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.conversation_event
    ADD CONSTRAINT conversation_event_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.conversation_event
    ADD CONSTRAINT conversation_event_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.conversation_event
    ADD CONSTRAINT conversation_event_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_match_id_fkey FOREIGN KEY (match_id) REFERENCES public.match(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_program_id_fkey FOREIGN KEY (program_id) REFERENCES public.program(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.deletion_request
    ADD CONSTRAINT deletion_request_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_root_id_fkey FOREIGN KEY (root_id) REFERENCES public.message(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.email_change
    ADD CONSTRAINT email_change_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT enrollment_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT enrollment_program_id_fkey FOREIGN KEY (program_id) REFERENCES public.program(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT enrollment_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.extra_time
    ADD CONSTRAINT extra_time_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.goal
    ADD CONSTRAINT goal_match_id_fkey FOREIGN KEY (match_id) REFERENCES public.match(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.goal
    ADD CONSTRAINT goal_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.goal
    ADD CONSTRAINT goal_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_line
    ADD CONSTRAINT import_line_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_line
    ADD CONSTRAINT import_line_people_import_id_fkey FOREIGN KEY (people_import_id) REFERENCES public.people_import(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_inviter_id_fkey FOREIGN KEY (inviter_id) REFERENCES public.user_account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_program_id_fkey FOREIGN KEY (program_id) REFERENCES public.program(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.join_link
    ADD CONSTRAINT join_link_maker_id_fkey FOREIGN KEY (maker_id) REFERENCES public.user_account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.join_link
    ADD CONSTRAINT join_link_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.join_link
    ADD CONSTRAINT join_link_program_id_fkey FOREIGN KEY (program_id) REFERENCES public.program(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.match
    ADD CONSTRAINT match_mentee_id_fkey FOREIGN KEY (mentee_id) REFERENCES public.enrollment(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.match
    ADD CONSTRAINT match_mentor_id_fkey FOREIGN KEY (mentor_id) REFERENCES public.enrollment(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.match
    ADD CONSTRAINT match_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.match
    ADD CONSTRAINT match_program_id_fkey FOREIGN KEY (program_id) REFERENCES public.program(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.match
    ADD CONSTRAINT match_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.match_request(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.match_request
    ADD CONSTRAINT match_request_mentee_id_fkey FOREIGN KEY (mentee_id) REFERENCES public.enrollment(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.match_request
    ADD CONSTRAINT match_request_mentor_id_fkey FOREIGN KEY (mentor_id) REFERENCES public.enrollment(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.match_request
    ADD CONSTRAINT match_request_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.match_request
    ADD CONSTRAINT match_request_program_id_fkey FOREIGN KEY (program_id) REFERENCES public.program(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.mention
    ADD CONSTRAINT mention_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.mention
    ADD CONSTRAINT mention_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.mention
    ADD CONSTRAINT mention_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.message_revision
    ADD CONSTRAINT message_revision_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.message_revision
    ADD CONSTRAINT message_revision_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_root_id_fkey FOREIGN KEY (root_id) REFERENCES public.message(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.milestone
    ADD CONSTRAINT milestone_goal_id_fkey FOREIGN KEY (goal_id) REFERENCES public.goal(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.milestone
    ADD CONSTRAINT milestone_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.people_import
    ADD CONSTRAINT people_import_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.people_import
    ADD CONSTRAINT people_import_program_id_fkey FOREIGN KEY (program_id) REFERENCES public.program(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.people_import
    ADD CONSTRAINT people_import_starter_id_fkey FOREIGN KEY (starter_id) REFERENCES public.user_account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.picture
    ADD CONSTRAINT picture_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversation(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.presence
    ADD CONSTRAINT presence_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.program
    ADD CONSTRAINT program_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.question
    ADD CONSTRAINT question_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT reaction_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT reaction_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.reaction
    ADD CONSTRAINT reaction_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT recovery_code_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_program_id_fkey FOREIGN KEY (program_id) REFERENCES public.program(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_reported_id_fkey FOREIGN KEY (reported_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_reporter_id_fkey FOREIGN KEY (reporter_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_settler_id_fkey FOREIGN KEY (settler_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.reported_words
    ADD CONSTRAINT reported_words_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.reported_words
    ADD CONSTRAINT reported_words_report_id_fkey FOREIGN KEY (report_id) REFERENCES public.report(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.resource
    ADD CONSTRAINT resource_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.resource
    ADD CONSTRAINT resource_publisher_id_fkey FOREIGN KEY (publisher_id) REFERENCES public.user_account(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.resource_search
    ADD CONSTRAINT resource_search_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.resource_search
    ADD CONSTRAINT resource_search_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES public.resource(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.resource_word
    ADD CONSTRAINT resource_word_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sign_in_challenge
    ADD CONSTRAINT sign_in_challenge_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signature
    ADD CONSTRAINT signature_agreement_id_fkey FOREIGN KEY (agreement_id) REFERENCES public.agreement(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signature
    ADD CONSTRAINT signature_enrollment_id_fkey FOREIGN KEY (enrollment_id) REFERENCES public.enrollment(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signature
    ADD CONSTRAINT signature_match_id_fkey FOREIGN KEY (match_id) REFERENCES public.match(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signature
    ADD CONSTRAINT signature_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.skill_label
    ADD CONSTRAINT skill_label_skill_id_fkey FOREIGN KEY (skill_id) REFERENCES public.skill(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.spent_token
    ADD CONSTRAINT spent_token_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.session(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.time_away
    ADD CONSTRAINT time_away_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.totp
    ADD CONSTRAINT totp_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.translation
    ADD CONSTRAINT translation_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.translation
    ADD CONSTRAINT translation_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_language
    ADD CONSTRAINT user_language_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_skill
    ADD CONSTRAINT user_skill_skill_id_fkey FOREIGN KEY (skill_id) REFERENCES public.skill(id) ON DELETE RESTRICT;

ALTER TABLE ONLY public.user_skill
    ADD CONSTRAINT user_skill_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_account(id) ON DELETE CASCADE;

INSERT INTO public.tortoise_migrations (app, name, applied_at) VALUES
    ('models', '0001_initial', now()),
    ('models', '0002_constraints', now()),
    ('models', '0003_list_indexes', now()),
    ('models', '0004_resource_search', now()),
    ('models', '0005_foreign_key_indexes', now()),
    ('models', '0006_goal_goes_somewhere', now()),
    ('models', '0007_registrations', now()),
    ('models', '0008_outbox_due', now()),
    ('models', '0009_tenants', now()),
    ('models', '0010_session_list', now()),
    ('models', '0011_sign_in_limits', now()),
    ('models', '0012_mailed_links', now()),
    ('models', '0013_deletion_requests', now()),
    ('models', '0014_second_factors', now()),
    ('models', '0020_skills_and_languages', now()),
    ('models', '0021_dated_times', now()),
    ('models', '0022_pictures', now()),
    ('models', '0023_questions', now()),
    ('models', '0030_leaving_programs', now()),
    ('models', '0031_invitations', now()),
    ('models', '0032_invitation_constraints', now()),
    ('models', '0033_program_settings', now()),
    ('models', '0034_agreements', now()),
    ('models', '0035_agreement_constraints', now()),
    ('models', '0036_people_imports', now()),
    ('models', '0037_people_import_constraints', now()),
    ('models', '0040_api_keys', now()),
    ('models', '0041_talking', now()),
    ('models', '0042_talking_constraints', now()),
    ('models', '0060_presence', now()),
    ('models', '0065_blocks', now()),
    ('models', '0066_block_constraints', now()),
    ('models', '0070_message_search', now()),
    ('models', '0071_message_language', now()),
    ('models', '0072_translations', now()),
    ('models', '0073_translation_constraints', now()),
    ('models', '0074_groups', now()),
    ('models', '0075_attachments', now()),
    ('models', '0076_attachment_constraints', now()),
    ('models', '0077_reports', now()),
    ('models', '0078_report_constraints', now()),
    ('models', '0079_drafts', now()),
    ('models', '0080_draft_constraints', now()),
    ('models', '0081_goal_lines', now()),
    ('models', '0082_message_retention', now());

-- Full text: two side tables of words, kept by triggers, read by one function that applies its own rule of visibility.
CREATE OR REPLACE FUNCTION helpdesk.search_config(p_language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE split_part(p_language, '-', 1)
    WHEN 'ar' THEN 'pg_catalog.arabic'
    WHEN 'da' THEN 'pg_catalog.danish'
    WHEN 'nl' THEN 'pg_catalog.dutch'
    WHEN 'en' THEN 'pg_catalog.english'
    WHEN 'fi' THEN 'pg_catalog.finnish'
    WHEN 'fr' THEN 'pg_catalog.french'
    WHEN 'de' THEN 'pg_catalog.german'
    WHEN 'el' THEN 'pg_catalog.greek'
    WHEN 'hu' THEN 'pg_catalog.hungarian'
    WHEN 'it' THEN 'pg_catalog.italian'
    WHEN 'no' THEN 'pg_catalog.norwegian'
    WHEN 'nb' THEN 'pg_catalog.norwegian'
    WHEN 'pt' THEN 'pg_catalog.portuguese'
    WHEN 'ro' THEN 'pg_catalog.romanian'
    WHEN 'ru' THEN 'pg_catalog.russian'
    WHEN 'es' THEN 'pg_catalog.spanish'
    WHEN 'sv' THEN 'pg_catalog.swedish'
    WHEN 'tr' THEN 'pg_catalog.turkish'
    ELSE 'pg_catalog.simple'
END::regconfig;

COMMENT ON FUNCTION helpdesk.search_config(text) IS 'The text search configuration of a language tag; simple for those without a stemmer.';

CREATE OR REPLACE FUNCTION helpdesk.search_document(p_id bigint, p_language text, p_head text, p_body text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
DECLARE
    v_config regconfig := helpdesk.search_config(p_language);
    v_simple regconfig := 'pg_catalog.simple';
    v_body text := left(p_body, 100000);
    v_document tsvector := array_to_tsvector(ARRAY[' ' || (p_id >> 13)]) || to_tsvector(v_simple, v_body);
BEGIN
    IF v_config <> v_simple THEN
        v_document := v_document || to_tsvector(v_config, v_body);
    END IF;
    IF p_head IS NOT NULL THEN
        v_document := v_document || setweight(to_tsvector(v_simple, p_head) || to_tsvector(v_config, p_head), 'A');
    END IF;
    RETURN v_document;
END
$$;

COMMENT ON FUNCTION helpdesk.search_document(bigint, text, text, text) IS
'The words of a text, as they are and as the language stems them (of very long ones the beginning), its head''s with more weight, and as a word with a space the block of 8192 ids, by which find_newest_matches narrows the index.';

CREATE OR REPLACE FUNCTION helpdesk.search_query(p_language text, p_text text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
DECLARE
    v_plain tsquery := websearch_to_tsquery('pg_catalog.simple', p_text);
    v_query tsquery := v_plain || websearch_to_tsquery(helpdesk.search_config(p_language), p_text);
BEGIN
    -- The last word may be unfinished; from three letters on it counts as a beginning.
    IF p_text ~ '(^|\s)[[:alnum:]_]{3,}$' AND v_plain::text ~ '(^|[ (])''[^'']+''$' THEN
        v_query := v_query || (v_plain::text || ':*')::tsquery;
    END IF;
    RETURN v_query;
END
$$;

COMMENT ON FUNCTION helpdesk.search_query(text, text) IS
'Words, "phrases", or, -not as in a web search; as they are, as the language stems them, the last one also as a prefix.';

-- Triggers, since a generated column would rewrite the words with each change of the ticket.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__index_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO helpdesk.ticket_search (ticket_id, document)
    VALUES (NEW.ticket_id, helpdesk.search_document(NEW.ticket_id, NEW.language, NEW.subject, NEW.description))
    ON CONFLICT (ticket_id) DO UPDATE SET document = excluded.document;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__index_words() IS 'Keeps the words of subject and description.';

CREATE OR REPLACE FUNCTION helpdesk.tg_message__index_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.deleted_at IS NOT NULL THEN
        DELETE FROM helpdesk.message_search AS s WHERE s.message_id = NEW.message_id;
    ELSIF NEW.deleted_at IS NULL THEN
        INSERT INTO helpdesk.message_search AS s (message_id, ticket_id, is_public, document)
        SELECT NEW.message_id, NEW.ticket_id, NEW.kind = 'reply', helpdesk.search_document(NEW.message_id, t.language, NULL, NEW.body)
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = NEW.ticket_id
        ON CONFLICT (message_id) DO UPDATE SET ticket_id = excluded.ticket_id, document = excluded.document;
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_message__index_words() IS 'Keeps the words of messages that are not deleted.';

-- What is common is found among the newest rows, without the index; what is rare, by the index; what lies between, by the index within
-- blocks of ids. So no more than some thousand rows are looked at, however many there are, and ranking sees the newest 200 only.
CREATE OR REPLACE FUNCTION helpdesk.find_newest_matches(p_table text, p_key text, p_query tsquery, p_wanted text) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET enable_seqscan = off
AS $$
DECLARE
    c_enough CONSTANT int := 200;
    v_query tsquery := p_query;
    v_blocks tsquery;
    v_found bigint[];
    v_more bigint[];
    v_hits bigint;
    v_seen bigint;
    v_rows bigint;
    v_rate float8;
    v_lower bigint;
    v_upper bigint;
BEGIN
    -- The index knows words, not their order: a phrase is looked up as its words, then checked.
    IF p_query::text !~ '!\(' THEN
        v_query := regexp_replace(p_query::text, '<(-|[0-9]+)>', '&', 'g')::tsquery;
    END IF;
    EXECUTE format(
        $query$
        WITH newest AS MATERIALIZED (
            SELECT s.%1$I AS key, s.* FROM helpdesk.%2$I AS s ORDER BY s.%1$I DESC LIMIT 1500
        ),
        hit AS MATERIALIZED (
            SELECT s.* FROM newest AS s WHERE s.document @@ %3$L::tsquery
        )
        SELECT
            (SELECT count(*) FROM newest),
            (SELECT min(n.key) FROM newest AS n),
            (SELECT count(*) FROM hit),
            ARRAY(
                SELECT s.key FROM hit AS s JOIN helpdesk.ticket AS t USING (ticket_id)
                WHERE s.document @@ %4$L::tsquery AND %5$s
                ORDER BY s.key DESC LIMIT %6$s
            )
        $query$,
        p_key, p_table, v_query, p_query, p_wanted, c_enough
    ) INTO v_rows, v_upper, v_seen, v_found;
    IF v_rows < 1500 THEN
        RETURN v_found;
    END IF;

    FOR v_step IN 1..4 LOOP
        EXIT WHEN cardinality(v_found) >= c_enough / 2 OR v_upper <= 1 OR v_seen > 6000;
        v_rate := greatest(v_seen, 1)::float8 / v_rows;
        IF v_rate * v_upper <= 3000 THEN
            v_lower := 0;
            v_blocks := NULL;
        ELSE
            v_lower := greatest(v_upper - greatest(1000 / v_rate, 8192), 0)::bigint;
            v_lower := greatest(v_lower, v_upper - 64 * 8192);
            SELECT string_agg(format('%L', ' ' || b.block), '|')::tsquery INTO v_blocks
            FROM generate_series(v_lower >> 13, (v_upper - 1) >> 13) AS b(block);
        END IF;
        EXECUTE format(
            $query$
            WITH hit AS MATERIALIZED (
                SELECT s.%1$I AS key, s.* FROM helpdesk.%2$I AS s WHERE s.document @@ %3$L::tsquery
            )
            SELECT
                (SELECT count(*) FROM hit),
                ARRAY(
                    SELECT s.key FROM hit AS s JOIN helpdesk.ticket AS t USING (ticket_id)
                    WHERE s.key >= %6$s AND s.key < %7$s AND s.document @@ %4$L::tsquery AND %5$s
                    ORDER BY s.key DESC LIMIT %8$s
                )
            $query$,
            p_key, p_table, CASE WHEN v_blocks IS NULL THEN v_query ELSE v_query && v_blocks END, p_query, p_wanted, v_lower, v_upper, c_enough
        ) INTO v_hits, v_more;
        v_found := v_found || v_more;
        v_seen := v_seen + v_hits;
        v_rows := v_rows + v_upper - v_lower;
        v_upper := v_lower;
    END LOOP;
    RETURN v_found[:c_enough];
END
$$;

COMMENT ON FUNCTION helpdesk.find_newest_matches(text, text, tsquery, text) IS
'Keys of the newest matching rows of ticket_search or message_search, about 200, whose ticket (t) is wanted; looks at a bounded number of rows.';

CREATE OR REPLACE FUNCTION helpdesk.search_tickets(p_query text, p_filters jsonb, p_limit int)
RETURNS TABLE (ticket_id bigint, message_id bigint, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 25 SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_role text := helpdesk.actor_role();
    v_language text := coalesce((SELECT p.language FROM helpdesk.person AS p WHERE p.person_id = helpdesk.me()), 'en');
    v_query tsquery := helpdesk.search_query(v_language, left(p_query, 1000));
    v_wanted text;
    v_few bigint[];
    v_ticket_ids bigint[];
    v_message_ids bigint[];
    v_reference text := upper(btrim(p_query));
BEGIN
    IF v_role = 'anon' OR v_role <> 'system' AND helpdesk.me() IS NULL THEN
        RETURN;
    END IF;
    -- The rule of can_see_ticket, written for sets.
    v_wanted := 't.deleted_at IS NULL' || CASE
        WHEN helpdesk.sees_all_tickets() THEN ''
        WHEN v_role = 'customer' THEN format(
            ' AND (t.requester_id = %1$L::bigint OR t.organisation_id = %2$L::bigint OR t.ticket_id = ANY (%3$L::bigint[]))',
            helpdesk.me(), helpdesk.my_shared_organisation_id(), helpdesk.my_participating_ticket_ids()
        )
        ELSE format(
            ' AND (t.department_id = ANY (%1$L::bigint[]) OR t.assignee_id = %2$L::bigint OR t.ticket_id = ANY (%3$L::bigint[]))',
            helpdesk.my_department_ids(), helpdesk.me(), helpdesk.my_mentioned_ticket_ids()
        )
    END;
    SELECT v_wanted || coalesce(string_agg(CASE f.key
        WHEN 'tag' THEN format(
            ' AND EXISTS (SELECT 1 FROM helpdesk.ticket_tag AS x JOIN helpdesk.tag AS g USING (tag_id) WHERE x.ticket_id = t.ticket_id AND g.name = %L)',
            f.value
        )
        WHEN 'created_from' THEN format(' AND t.created_at >= %L::timestamptz', f.value)
        WHEN 'created_before' THEN format(' AND t.created_at < %L::timestamptz', f.value)
        ELSE format(' AND t.%I = %L', f.key, f.value)
    END, ''), '') INTO v_wanted
    FROM jsonb_each_text(jsonb_strip_nulls(p_filters)) AS f;

    IF v_wanted <> 't.deleted_at IS NULL' THEN
        EXECUTE format('SELECT ARRAY(SELECT t.ticket_id FROM helpdesk.ticket AS t WHERE %s LIMIT 1001)', v_wanted) INTO v_few;
    END IF;
    IF cardinality(v_few) <= 1000 THEN
        v_ticket_ids := ARRAY(SELECT s.ticket_id FROM helpdesk.ticket_search AS s WHERE s.ticket_id = ANY (v_few) AND s.document @@ v_query);
        v_message_ids := ARRAY(
            SELECT s.message_id
            FROM helpdesk.message_search AS s
            WHERE s.ticket_id = ANY (v_few) AND s.document @@ v_query AND (s.is_public OR v_role <> 'customer')
            ORDER BY s.message_id DESC
            LIMIT 1000
        );
    ELSE
        v_ticket_ids := helpdesk.find_newest_matches('ticket_search', 'ticket_id', v_query, v_wanted);
        v_message_ids := helpdesk.find_newest_matches(
            'message_search', 'message_id', v_query, v_wanted || CASE WHEN v_role = 'customer' THEN ' AND s.is_public' ELSE '' END
        );
    END IF;
    EXECUTE format('SELECT v_ids || t.ticket_id FROM helpdesk.ticket AS t, (SELECT $1) AS v(v_ids) WHERE t.reference = %L AND %s', v_reference, v_wanted)
    INTO v_few USING v_ticket_ids;
    v_ticket_ids := coalesce(v_few, v_ticket_ids);

    RETURN QUERY
    WITH ranked AS (
        SELECT
            s.ticket_id,
            NULL::bigint AS message_id,
            CASE WHEN t.reference = v_reference THEN 10 ELSE ts_rank(s.document, v_query) END AS rank
        FROM helpdesk.ticket_search AS s
        JOIN helpdesk.ticket AS t USING (ticket_id)
        WHERE s.ticket_id = ANY (v_ticket_ids)
        UNION ALL
        SELECT s.ticket_id, s.message_id, ts_rank(s.document, v_query)
        FROM helpdesk.message_search AS s
        WHERE s.message_id = ANY (v_message_ids)
    ),
    best AS (
        SELECT DISTINCT ON (r.ticket_id) r.ticket_id, r.message_id, sum(r.rank) OVER (PARTITION BY r.ticket_id) AS rank
        FROM ranked AS r
        ORDER BY r.ticket_id, r.rank DESC, r.message_id
    )
    SELECT b.ticket_id, b.message_id, b.rank::real
    FROM best AS b
    ORDER BY b.rank DESC, b.ticket_id DESC
    LIMIT least(greatest(coalesce(p_limit, 25), 1), 200);
END
$$;

COMMENT ON FUNCTION helpdesk.search_tickets(text, jsonb, int) IS
'Tickets whose subject, description or messages match, best first, each with its best message (null: the ticket itself); only what the caller may see, customers never by notes. filters: columns of ticket, tag, created_from, created_before.';

CREATE OR REPLACE FUNCTION helpdesk.index_missing_words(p_from_ticket_id bigint DEFAULT 1, p_until_ticket_id bigint DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_until bigint := coalesce(p_until_ticket_id, (SELECT max(t.ticket_id) FROM helpdesk.ticket AS t));
    v_tickets bigint;
    v_messages bigint;
BEGIN
    INSERT INTO helpdesk.ticket_search (ticket_id, document)
    SELECT t.ticket_id, helpdesk.search_document(t.ticket_id, t.language, t.subject, t.description)
    FROM helpdesk.ticket AS t
    WHERE t.ticket_id BETWEEN p_from_ticket_id AND v_until
    ORDER BY t.ticket_id
    ON CONFLICT (ticket_id) DO NOTHING;
    GET DIAGNOSTICS v_tickets = ROW_COUNT;
    INSERT INTO helpdesk.message_search (message_id, ticket_id, is_public, document)
    SELECT m.message_id, m.ticket_id, m.kind = 'reply', helpdesk.search_document(m.message_id, t.language, NULL, m.body)
    FROM helpdesk.ticket AS t
    JOIN helpdesk.message AS m USING (ticket_id)
    WHERE t.ticket_id BETWEEN p_from_ticket_id AND v_until AND m.kind <> 'system' AND m.deleted_at IS NULL
    ORDER BY m.message_id
    ON CONFLICT (message_id) DO NOTHING;
    GET DIAGNOSTICS v_messages = ROW_COUNT;
    RETURN v_tickets + v_messages;
END
$$;

COMMENT ON FUNCTION helpdesk.index_missing_words(bigint, bigint) IS
'Makes tickets that were loaded without triggers searchable, with their messages; those that are stay as they are. Returns how many rows it wrote.';

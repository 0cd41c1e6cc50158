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

CREATE OR REPLACE FUNCTION helpdesk.search_document(p_language text, p_text text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('pg_catalog.simple'::regconfig, left(p_text, 100000))
    || CASE
        WHEN helpdesk.search_config(p_language) = 'pg_catalog.simple'::regconfig THEN ''::tsvector
        ELSE to_tsvector(helpdesk.search_config(p_language), left(p_text, 100000))
    END;

COMMENT ON FUNCTION helpdesk.search_document(text, text) IS 'The words of a text as they are and as the language stems them; of very long texts the beginning.';

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
    VALUES (
        NEW.ticket_id,
        setweight(helpdesk.search_document(NEW.language, NEW.subject), 'A')
            || setweight(helpdesk.search_document(NEW.language, NEW.description), 'C')
    )
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
        SELECT NEW.message_id, NEW.ticket_id, NEW.kind = 'reply', setweight(helpdesk.search_document(t.language, NEW.body), 'D')
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = NEW.ticket_id
        ON CONFLICT (message_id) DO UPDATE SET ticket_id = excluded.ticket_id, document = excluded.document;
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_message__index_words() IS 'Keeps the words of messages that are not deleted.';

-- Candidates are the newest 500 matching tickets and messages: the planner takes the word index for rare words and walks back from the
-- newest for common ones, so that ranking never sees more. The statement is planned with its values for that reason.
CREATE OR REPLACE FUNCTION helpdesk.search_tickets(p_query text, p_filters jsonb, p_limit int)
RETURNS TABLE (ticket_id bigint, message_id bigint, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_role text := helpdesk.actor_role();
    v_language text := coalesce((SELECT p.language FROM helpdesk.person AS p WHERE p.person_id = helpdesk.me()), 'en');
    v_query tsquery := helpdesk.search_query(v_language, left(p_query, 1000));
    v_seen text;
    v_wanted text;
BEGIN
    IF v_role = 'anon' OR v_role <> 'system' AND helpdesk.me() IS NULL THEN
        RETURN;
    END IF;
    -- The rule of can_see_ticket, written for sets.
    v_seen := 't.deleted_at IS NULL' || CASE
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
    SELECT v_seen || coalesce(string_agg(CASE f.key
        WHEN 'tag' THEN format(
            ' AND EXISTS (SELECT 1 FROM helpdesk.ticket_tag AS x JOIN helpdesk.tag AS g USING (tag_id) WHERE x.ticket_id = t.ticket_id AND g.name = %L)',
            f.value
        )
        WHEN 'created_from' THEN format(' AND t.created_at >= %L::timestamptz', f.value)
        WHEN 'created_before' THEN format(' AND t.created_at < %L::timestamptz', f.value)
        ELSE format(' AND t.%I = %L', f.key, f.value)
    END, ''), '') INTO v_wanted
    FROM jsonb_each_text(jsonb_strip_nulls(p_filters)) AS f;

    RETURN QUERY EXECUTE format(
        $query$
        WITH found AS (
            (
                SELECT t.ticket_id, NULL::bigint AS message_id, s.document
                FROM helpdesk.ticket_search AS s
                JOIN helpdesk.ticket AS t USING (ticket_id)
                WHERE s.document @@ %1$L::tsquery AND %2$s
                ORDER BY s.ticket_id DESC
                LIMIT 500
            )
            UNION ALL
            (
                SELECT t.ticket_id, s.message_id, s.document
                FROM helpdesk.message_search AS s
                JOIN helpdesk.ticket AS t USING (ticket_id)
                WHERE s.document @@ %1$L::tsquery AND %2$s %3$s
                ORDER BY s.message_id DESC
                LIMIT 500
            )
            UNION ALL
            SELECT t.ticket_id, NULL, NULL FROM helpdesk.ticket AS t WHERE t.reference = %4$L AND %2$s
        ),
        ranked AS (
            SELECT f.ticket_id, f.message_id, CASE WHEN f.document IS NULL THEN 10 ELSE ts_rank(f.document, %1$L::tsquery) END AS rank
            FROM found AS f
        ),
        best AS (
            SELECT DISTINCT ON (r.ticket_id) r.ticket_id, r.message_id, sum(r.rank) OVER (PARTITION BY r.ticket_id) AS rank
            FROM ranked AS r
            ORDER BY r.ticket_id, r.rank DESC, r.message_id
        )
        SELECT b.ticket_id, b.message_id, b.rank::real FROM best AS b ORDER BY b.rank DESC, b.ticket_id DESC LIMIT %5$s
        $query$,
        v_query,
        v_wanted,
        CASE WHEN v_role = 'customer' THEN 'AND s.is_public' END,
        upper(btrim(p_query)),
        least(greatest(coalesce(p_limit, 25), 1), 200)
    );
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
    SELECT
        t.ticket_id,
        setweight(helpdesk.search_document(t.language, t.subject), 'A') || setweight(helpdesk.search_document(t.language, t.description), 'C')
    FROM helpdesk.ticket AS t
    WHERE t.ticket_id BETWEEN p_from_ticket_id AND v_until
    ORDER BY t.ticket_id
    ON CONFLICT (ticket_id) DO NOTHING;
    GET DIAGNOSTICS v_tickets = ROW_COUNT;
    INSERT INTO helpdesk.message_search (message_id, ticket_id, is_public, document)
    SELECT m.message_id, m.ticket_id, m.kind = 'reply', setweight(helpdesk.search_document(t.language, m.body), 'D')
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

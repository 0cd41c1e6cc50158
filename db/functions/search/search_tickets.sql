CREATE OR REPLACE FUNCTION helpdesk.search_tickets(p_query text, p_filters jsonb, p_limit int)
RETURNS TABLE (ticket_id bigint, message_id bigint, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 25 SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_role text := helpdesk.actor_role();
    v_language text := coalesce((SELECT p.language FROM helpdesk.person AS p WHERE p.person_id = helpdesk.me()), 'en');
    v_query tsquery := helpdesk.search_query(v_language, left(p_query, 1000), v_role <> 'customer');
    v_wanted text;
    v_few bigint[];
    v_ticket_ids bigint[];
    v_message_ids bigint[];
    v_named bigint := helpdesk.find_reference(p_query);
BEGIN
    v_wanted := helpdesk.visible_tickets_predicate('t');
    IF v_wanted = 'false' THEN
        RETURN;
    END IF;
    SELECT v_wanted || coalesce(string_agg(CASE f.key
        WHEN 'tag' THEN format(
            ' AND EXISTS (SELECT 1 FROM helpdesk.ticket_tag AS x JOIN helpdesk.tag AS g USING (tag_id)'
            ' WHERE x.ticket_id = t.ticket_id AND g.name = %L AND (g.is_public OR %L))',
            lower(f.value), helpdesk.actor_role() NOT IN ('anon', 'customer')
        )
        WHEN 'created_from' THEN format(' AND t.created_at >= %L::timestamptz', f.value)
        WHEN 'created_before' THEN format(' AND t.created_at < %L::timestamptz', f.value)
        ELSE format(' AND t.%I = %L', f.key, f.value)
    END, ''), '') INTO v_wanted
    FROM jsonb_each_text(jsonb_strip_nulls(p_filters)) AS f;

    IF v_wanted <> 't.deleted_at IS NULL' THEN
        EXECUTE format('SELECT ARRAY(SELECT t.ticket_id FROM helpdesk.ticket AS t WHERE %s LIMIT 1001)', v_wanted)
        INTO v_few;
    END IF;
    IF cardinality(v_few) <= 1000 THEN
        v_ticket_ids := ARRAY(
            SELECT s.ticket_id
            FROM helpdesk.ticket_search AS s
            WHERE s.ticket_id = ANY (v_few) AND s.document @@ v_query
        );
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
            'message_search', 'message_id', v_query,
            v_wanted || CASE WHEN v_role = 'customer' THEN ' AND s.is_public' ELSE '' END
        );
    END IF;
    EXECUTE format(
        'SELECT v_ids || t.ticket_id FROM helpdesk.ticket AS t, (SELECT $1) AS v(v_ids) WHERE t.ticket_id = %L AND %s',
        v_named, v_wanted
    )
    INTO v_few USING v_ticket_ids;
    v_ticket_ids := coalesce(v_few, v_ticket_ids);

    RETURN QUERY
    WITH ranked AS (
        SELECT
            s.ticket_id,
            NULL::bigint AS message_id,
            CASE WHEN s.ticket_id = v_named THEN 10 ELSE ts_rank(s.document, v_query) END AS rank
        FROM helpdesk.ticket_search AS s
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

COMMENT ON FUNCTION helpdesk.search_tickets IS
'Tickets whose subject, description, people or messages match, best first, each with its best message (null: the '
'ticket itself); only what the caller may see, customers never by notes or people. filters: columns of ticket, tag, '
'created_from, created_before.';

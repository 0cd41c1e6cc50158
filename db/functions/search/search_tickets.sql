CREATE OR REPLACE FUNCTION helpdesk.search_tickets(
    p_query tsquery,
    p_named bigint,
    p_filters jsonb,
    p_limit int
) RETURNS TABLE (ticket_id bigint, message_id bigint, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 25 SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_role text := helpdesk.actor_role();
    v_wanted text := helpdesk.visible_tickets_predicate('t');
    v_limit int := least(greatest(coalesce(p_limit, 25), 1), 200);
    v_named bigint;
BEGIN
    IF v_wanted = 'false' THEN
        RETURN;
    END IF;
    SELECT v_wanted || coalesce(string_agg(CASE f.key
        WHEN 'tag' THEN format(
            ' AND EXISTS (SELECT 1 FROM helpdesk.ticket_tag AS x JOIN helpdesk.tag AS g USING (tag_id)'
            ' WHERE x.ticket_id = t.ticket_id AND g.name = %L AND (g.is_public OR %L))',
            lower(f.value), v_role NOT IN ('anon', 'customer')
        )
        WHEN 'created_from' THEN format(' AND t.created_at >= %L::timestamptz', f.value)
        WHEN 'created_before' THEN format(' AND t.created_at < %L::timestamptz', f.value)
        ELSE format(' AND t.%I = %L', f.key, f.value)
    END, ''), '') INTO v_wanted
    FROM jsonb_each_text(jsonb_strip_nulls(p_filters)) AS f;
    IF p_named IS NOT NULL THEN
        EXECUTE format('SELECT t.ticket_id FROM helpdesk.ticket AS t WHERE t.ticket_id = %L AND %s', p_named, v_wanted)
        INTO v_named;
    END IF;

    RETURN QUERY
    WITH ranked AS (
        SELECT v_named AS ticket_id, NULL::bigint AS message_id, 10::real AS rank WHERE v_named IS NOT NULL
        UNION
        SELECT m.ticket_id, m.message_id, m.rank
        FROM helpdesk.find_matches(p_query, v_wanted, v_role <> 'customer', greatest(2 * v_limit, 50)) AS m
    ),
    best AS (
        SELECT DISTINCT ON (r.ticket_id) r.ticket_id, r.message_id, sum(r.rank) OVER (PARTITION BY r.ticket_id) AS rank
        FROM ranked AS r
        ORDER BY r.ticket_id, r.rank DESC, r.message_id
    )
    SELECT b.ticket_id, b.message_id, b.rank::real
    FROM (SELECT * FROM best ORDER BY rank DESC, ticket_id DESC) AS b
    JOIN helpdesk.ticket AS t USING (ticket_id)
    WHERE t.deleted_at IS NULL
    ORDER BY b.rank DESC, b.ticket_id DESC
    LIMIT v_limit;
END
$$;

COMMENT ON FUNCTION helpdesk.search_tickets IS
'Tickets whose subject, description, people or messages match, best first, each with its best message (null: the '
'ticket itself), before all the one that is named; only what the caller may see, customers never by notes. filters: '
'columns of ticket, tag, created_from, created_before.';

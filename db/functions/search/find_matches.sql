CREATE OR REPLACE FUNCTION helpdesk.find_matches(
    p_query tsquery,
    p_wanted text,
    p_with_notes boolean,
    p_enough int
) RETURNS TABLE (ticket_id bigint, message_id bigint, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    v_newest CONSTANT bigint := 9223372036854775807;
    v_few bigint[];
BEGIN
    IF p_wanted = 't.deleted_at IS NULL' THEN
        RETURN QUERY
        SELECT f.ticket_id, NULL::bigint, f.rank
        FROM helpdesk.find_newest_matches(false, p_query, p_with_notes, v_newest, p_enough) AS f
        UNION ALL
        SELECT f.ticket_id, f.text_id, f.rank
        FROM helpdesk.find_newest_matches(true, p_query, p_with_notes, v_newest, p_enough) AS f;
        RETURN;
    END IF;
    EXECUTE format('SELECT ARRAY(SELECT t.ticket_id FROM helpdesk.ticket AS t WHERE %s LIMIT 1001)', p_wanted)
    INTO v_few;
    IF cardinality(v_few) <= 1000 THEN
        RETURN QUERY
        SELECT s.ticket_id, NULL::bigint, ts_rank(s.document, p_query)
        FROM helpdesk.ticket_search AS s
        WHERE s.ticket_id = ANY (v_few) AND s.document @@ p_query;
        RETURN QUERY
        SELECT s.ticket_id, s.message_id, ts_rank(s.document, p_query)
        FROM helpdesk.message_search AS s
        WHERE s.ticket_id = ANY (v_few) AND s.document @@ p_query AND (s.is_public OR p_with_notes)
        ORDER BY s.message_id DESC
        LIMIT 1000;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT f.ticket_id, NULL::bigint, f.rank
    FROM helpdesk.find_wanted_matches(false, p_query, p_with_notes, p_wanted, p_enough) AS f
    UNION ALL
    SELECT f.ticket_id, f.text_id, f.rank
    FROM helpdesk.find_wanted_matches(true, p_query, p_with_notes, p_wanted, p_enough) AS f;
END
$$;

COMMENT ON FUNCTION helpdesk.find_matches IS
'Matching tickets (message_id null) and messages of the tickets (t) that are wanted, each with its rank: all where '
'these tickets are few, else the newest p_enough or so of each kind.';

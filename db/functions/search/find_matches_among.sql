CREATE OR REPLACE FUNCTION helpdesk.find_matches_among(
    p_ticket_ids bigint[],
    p_query tsquery,
    p_with_notes boolean
) RETURNS TABLE (ticket_id bigint, message_id bigint, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT s.ticket_id, NULL::bigint, ts_rank(s.document, p_query)
    FROM helpdesk.ticket_search AS s
    WHERE s.ticket_id = ANY (p_ticket_ids) AND s.document @@ p_query;
    RETURN QUERY
    SELECT s.ticket_id, s.message_id, ts_rank(s.document, p_query)
    FROM helpdesk.message_search AS s
    WHERE s.ticket_id = ANY (p_ticket_ids) AND s.document @@ p_query AND (s.is_public OR p_with_notes)
    ORDER BY s.message_id DESC
    LIMIT 1000;
END
$$;

COMMENT ON FUNCTION helpdesk.find_matches_among IS
'What matches of these tickets (message_id null) and of their messages, each with its rank.';

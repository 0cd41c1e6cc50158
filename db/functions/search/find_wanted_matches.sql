CREATE OR REPLACE FUNCTION helpdesk.find_wanted_matches(
    p_is_message boolean,
    p_query tsquery,
    p_with_notes boolean,
    p_wanted text,
    p_enough int,
    p_most int
) RETURNS TABLE (text_id bigint, ticket_id bigint, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_text_ids bigint[];
    v_ticket_ids bigint[];
    v_ranks real[];
    v_wanted bigint[];
    v_before bigint := 9223372036854775807;
    v_asked int := p_enough;
    v_seen int := 0;
    v_found int;
    v_missing int := p_enough;
BEGIN
    LOOP
        SELECT array_agg(m.text_id), array_agg(m.ticket_id), array_agg(m.rank), min(m.text_id)
        INTO v_text_ids, v_ticket_ids, v_ranks, v_before
        FROM helpdesk.find_newest_matches(p_is_message, p_query, p_with_notes, v_before, v_asked) AS m;
        EXECUTE format(
            'SELECT ARRAY(SELECT t.ticket_id FROM helpdesk.ticket AS t WHERE t.ticket_id = ANY ($1) AND %s)', p_wanted
        ) INTO v_wanted USING v_ticket_ids;
        RETURN QUERY
        SELECT m.text_id, m.ticket_id, m.rank
        FROM unnest(v_text_ids, v_ticket_ids, v_ranks) AS m(text_id, ticket_id, rank)
        JOIN unnest(v_wanted) AS w(ticket_id) USING (ticket_id);
        GET DIAGNOSTICS v_found = ROW_COUNT;
        v_missing := v_missing - v_found;
        v_seen := v_seen + v_asked;
        EXIT WHEN v_missing <= p_enough / 2 OR v_seen >= p_most OR v_before IS NULL;
        v_asked := least(v_missing * v_seen * 3 / 2 / (p_enough - v_missing + 1), p_most - v_seen);
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.find_wanted_matches IS
'The newest p_enough or so of find_newest_matches whose ticket (t) is wanted, of the newest p_most.';

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
    c_few CONSTANT int := 1000;
    c_most CONSTANT int := 6000;
    v_newest CONSTANT bigint := 9223372036854775807;
    v_theirs bigint[];
    v_is_rare boolean;
    v_found bigint;
BEGIN
    IF p_wanted = 't.deleted_at IS NULL' THEN
        RETURN QUERY
        SELECT f.ticket_id, CASE WHEN k.is_message THEN f.text_id END, f.rank
        FROM (VALUES (false), (true)) AS k(is_message)
        CROSS JOIN LATERAL helpdesk.find_newest_matches(
            k.is_message, p_query, p_with_notes, v_newest, p_enough
        ) AS f;
        RETURN;
    END IF;
    EXECUTE format('SELECT ARRAY(SELECT t.ticket_id FROM helpdesk.ticket AS t WHERE %s LIMIT $1)', p_wanted)
    INTO v_theirs USING c_few + 1;
    IF cardinality(v_theirs) <= c_few THEN
        RETURN QUERY
        SELECT a.ticket_id, a.message_id, a.rank
        FROM helpdesk.find_matches_among(v_theirs, p_query, p_with_notes) AS a;
        RETURN;
    END IF;

    -- Who sees one ticket in a few finds them among the newest that match, and rare words among all that match. Who
    -- sees some of very many finds common words among the newest of theirs.
    v_is_rare := helpdesk.estimate_matches(false, p_query) + helpdesk.estimate_matches(true, p_query) <= c_most;
    RETURN QUERY
    SELECT f.ticket_id, CASE WHEN k.is_message THEN f.text_id END, f.rank
    FROM (VALUES (false), (true)) AS k(is_message)
    CROSS JOIN LATERAL helpdesk.find_wanted_matches(
        k.is_message, p_query, p_with_notes, p_wanted, p_enough, CASE WHEN v_is_rare THEN c_most ELSE 4 * p_enough END
    ) AS f;
    GET DIAGNOSTICS v_found = ROW_COUNT;
    IF v_is_rare OR v_found >= p_enough THEN
        RETURN;
    END IF;
    EXECUTE format(
        'SELECT ARRAY(SELECT t.ticket_id FROM helpdesk.ticket AS t WHERE %s ORDER BY t.ticket_id DESC LIMIT $1)',
        p_wanted
    ) INTO v_theirs USING c_few;
    RETURN QUERY
    SELECT a.ticket_id, a.message_id, a.rank
    FROM helpdesk.find_matches_among(v_theirs, p_query, p_with_notes) AS a;
END
$$;

COMMENT ON FUNCTION helpdesk.find_matches IS
'Matching tickets (message_id null) and messages of the tickets (t) that are wanted, each with its rank, some twice: '
'all where these tickets are few, else the newest p_enough or so of each kind.';

CREATE OR REPLACE FUNCTION helpdesk.find_view_words(p_view helpdesk.saved_view, p_text text, p_limit int)
RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    c_few CONSTANT int := 1000;
    v_language text := coalesce((SELECT p.language FROM helpdesk.person AS p WHERE p.person_id = helpdesk.me()), 'en');
    v_query tsquery := helpdesk.search_query(v_language, left(p_text, 1000));
    v_named bigint := helpdesk.find_reference(p_text);
    v_newest helpdesk.saved_view := p_view;
    v_theirs bigint[];
    v_found bigint[];
BEGIN
    IF p_view.conditions <> '{}' THEN
        v_newest.sort := 'created_at.desc';
        v_theirs := helpdesk.find_view_tickets(v_newest, c_few + 1);
        SELECT array_agg(f.ticket_id ORDER BY f.rank DESC, f.ticket_id DESC) INTO v_found
        FROM (
            SELECT a.ticket_id, sum(a.rank) + CASE a.ticket_id WHEN v_named THEN 10 ELSE 0 END AS rank
            FROM (
                SELECT m.ticket_id, m.rank FROM helpdesk.find_matches_among(v_theirs, v_query, true) AS m
                UNION ALL
                SELECT v_named, 0 WHERE v_named = ANY (v_theirs)
            ) AS a
            GROUP BY a.ticket_id
            ORDER BY rank DESC, a.ticket_id DESC
            LIMIT p_limit
        ) AS f;
        IF cardinality(v_theirs) <= c_few THEN
            RETURN coalesce(v_found, '{}');
        END IF;
    END IF;
    -- Of very many, the newest and the best of all that match.
    SELECT array_agg(s.ticket_id ORDER BY s.rank DESC, s.ticket_id DESC)
    INTO v_theirs
    FROM helpdesk.search_tickets(v_query, v_named, '{}', 200) AS s;
    v_found := v_theirs || ARRAY(SELECT f FROM unnest(v_found) AS f WHERE f <> ALL (v_theirs));
    RETURN ARRAY(
        SELECT w.ticket_id
        FROM unnest(helpdesk.find_view_tickets(p_view, cardinality(v_found), p_among => v_found)) AS w(ticket_id)
        ORDER BY array_position(v_found, w.ticket_id)
        LIMIT p_limit
    );
END
$$;

COMMENT ON FUNCTION helpdesk.find_view_words IS
'Tickets of a view that hold these words, best first, as rpc/search finds them: all where the view is of a thousand or '
'fewer, else those of the newest thousand and of the 200 best of all tickets.';

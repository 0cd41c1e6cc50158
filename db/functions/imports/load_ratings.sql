CREATE OR REPLACE FUNCTION helpdesk.load_ratings(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_nestloop = off
AS $$
BEGIN
    INSERT INTO helpdesk.rating AS r (ticket_id, resolved_at, rating, comment, rated_by, agent_id, created_at)
    SELECT DISTINCT ON (g.ticket_id, g.resolved_at)
        g.ticket_id, g.resolved_at, g.rating, g.comment, g.rated_by, g.agent_id, g.created_at
    FROM (
        SELECT
            t.ticket_id,
            coalesce(
                (b.data ->> 'resolved_at')::timestamptz, h.resolved_at, (b.data ->> 'created_at')::timestamptz
            ) AS resolved_at,
            (b.data ->> 'rating')::int AS rating,
            CASE WHEN b.data ->> 'comment' ~ '\S' THEN b.data ->> 'comment' END AS comment,
            coalesce(p.row_id, h.requester_id) AS rated_by,
            coalesce(a.person_id, CASE WHEN NOT b.data ? 'agent' THEN h.assignee_id END) AS agent_id,
            (b.data ->> 'created_at')::timestamptz AS created_at
        FROM pg_temp.import_batch AS b
        JOIN pg_temp.import_ticket AS t ON t.external_id = b.ticket
        JOIN helpdesk.ticket AS h ON h.ticket_id = t.ticket_id
        LEFT JOIN helpdesk.import_key AS p
            ON p.source = p_import.source AND p.record = 'person' AND p.external_id = b.data ->> 'rated_by'
        LEFT JOIN helpdesk.import_key AS k
            ON k.source = p_import.source AND k.record = 'person' AND k.external_id = b.data ->> 'agent'
        LEFT JOIN helpdesk.agent AS a ON a.person_id = k.row_id
        WHERE b.record = 'rating' AND b.state IS NULL
    ) AS g
    ORDER BY g.ticket_id, g.resolved_at, g.created_at DESC
    ON CONFLICT (ticket_id, resolved_at) DO UPDATE SET rating = excluded.rating, comment = excluded.comment;
    UPDATE pg_temp.import_batch AS b
    SET row_id = t.ticket_id
    FROM pg_temp.import_ticket AS t
    WHERE t.external_id = b.ticket AND b.record = 'rating' AND b.state IS NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.load_ratings IS 'Writes the ratings of a batch.';

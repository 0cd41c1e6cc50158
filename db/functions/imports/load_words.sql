CREATE OR REPLACE FUNCTION helpdesk.load_words() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO helpdesk.search_backlog AS b (from_ticket_id, until_ticket_id, is_remake)
    SELECT min(n.ticket_id), max(n.ticket_id), bool_or(NOT n.is_new)
    FROM (
        SELECT t.ticket_id, t.is_new, t.ticket_id - row_number() OVER (ORDER BY t.ticket_id) AS island
        FROM pg_temp.import_ticket AS t
    ) AS n
    GROUP BY n.island
    ON CONFLICT (from_ticket_id, until_ticket_id) DO UPDATE SET is_remake = b.is_remake OR excluded.is_remake;
END
$$;

COMMENT ON FUNCTION helpdesk.load_words IS
'Has the tickets of a batch made searchable by job index_words.';

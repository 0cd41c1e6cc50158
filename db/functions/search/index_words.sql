CREATE OR REPLACE FUNCTION helpdesk.index_words(p_tickets int DEFAULT 20000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_range helpdesk.search_backlog;
    v_from bigint;
BEGIN
    DELETE FROM helpdesk.search_backlog AS b
    WHERE (b.from_ticket_id, b.until_ticket_id) = (
        SELECT d.from_ticket_id, d.until_ticket_id
        FROM helpdesk.search_backlog AS d
        ORDER BY d.until_ticket_id DESC
        LIMIT 1
        FOR UPDATE SKIP LOCKED
    )
    RETURNING * INTO v_range;
    IF v_range.until_ticket_id IS NULL THEN
        RETURN 0;
    END IF;
    v_from := greatest(v_range.from_ticket_id, v_range.until_ticket_id - p_tickets + 1);
    IF v_from > v_range.from_ticket_id THEN
        INSERT INTO helpdesk.search_backlog (from_ticket_id, until_ticket_id)
        VALUES (v_range.from_ticket_id, v_from - 1);
    END IF;
    RETURN helpdesk.index_missing_words(v_from, v_range.until_ticket_id);
END
$$;

COMMENT ON FUNCTION helpdesk.index_words IS
'Makes the newest p_tickets tickets of the search backlog searchable; returns how many rows it wrote. SKIP LOCKED '
'makes two at once safe.';
GRANT EXECUTE ON FUNCTION helpdesk.index_words TO worker;

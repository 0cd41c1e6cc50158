CREATE OR REPLACE FUNCTION helpdesk.index_words(p_tickets int DEFAULT 20000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_left bigint := p_tickets;
    v_written bigint := 0;
    v_range helpdesk.search_backlog;
    v_from bigint;
BEGIN
    PERFORM helpdesk.follow_search_recipe();
    WHILE v_left > 0 LOOP
        DELETE FROM helpdesk.search_backlog AS b
        WHERE (b.from_ticket_id, b.until_ticket_id) = (
            SELECT d.from_ticket_id, d.until_ticket_id
            FROM helpdesk.search_backlog AS d
            ORDER BY d.is_remake, d.until_ticket_id DESC
            LIMIT 1
            FOR UPDATE SKIP LOCKED
        )
        RETURNING * INTO v_range;
        EXIT WHEN NOT FOUND;
        -- Rows that are made anew are locked until the end, so fewer of them.
        v_from := greatest(
            v_range.from_ticket_id,
            v_range.until_ticket_id + 1 - CASE WHEN v_range.is_remake THEN greatest(v_left / 4, 1) ELSE v_left END
        );
        IF v_from > v_range.from_ticket_id THEN
            INSERT INTO helpdesk.search_backlog AS b (from_ticket_id, until_ticket_id, is_remake)
            VALUES (v_range.from_ticket_id, v_from - 1, v_range.is_remake)
            ON CONFLICT (from_ticket_id, until_ticket_id) DO UPDATE SET is_remake = b.is_remake OR excluded.is_remake;
        END IF;
        v_written := v_written
            + helpdesk.index_words_between(v_from, v_range.until_ticket_id, v_range.is_remake);
        v_left := v_left
            - (v_range.until_ticket_id + 1 - v_from) * CASE WHEN v_range.is_remake THEN 4 ELSE 1 END;
    END LOOP;
    IF v_written > 1000 THEN
        -- Else each search reads what waits for the next vacuum.
        PERFORM gin_clean_pending_list('helpdesk.ticket_search_document_idx');
        PERFORM gin_clean_pending_list('helpdesk.message_search_document_idx');
    END IF;
    RETURN v_written;
END
$$;

COMMENT ON FUNCTION helpdesk.index_words IS
'Makes the newest p_tickets tickets of the search backlog searchable, or a quarter as many anew; returns how many rows '
'it wrote. SKIP LOCKED makes two at once safe.';
GRANT EXECUTE ON FUNCTION helpdesk.index_words TO worker;

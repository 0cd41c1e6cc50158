CREATE OR REPLACE FUNCTION helpdesk.erase_people(p_limit int DEFAULT 100) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_removal helpdesk.removal;
    v_ticket_ids bigint[];
    v_counts jsonb;
BEGIN
    SELECT * INTO v_removal
    FROM helpdesk.removal AS r
    WHERE r.state = 'confirmed' AND helpdesk.find_legal_hold(r.person_id) IS NULL
    ORDER BY r.removal_id
    LIMIT 1
    FOR UPDATE SKIP LOCKED;
    IF v_removal.removal_id IS NULL THEN
        RETURN 0;
    END IF;
    UPDATE helpdesk.removal AS r SET xid = pg_current_xact_id() WHERE r.removal_id = v_removal.removal_id;
    v_ticket_ids := ARRAY(
        SELECT t.ticket_id
        FROM helpdesk.ticket AS t
        WHERE t.requester_id = ANY (helpdesk.people_merged_into(v_removal.person_id))
            AND t.ticket_id > v_removal.done_until_ticket_id
        ORDER BY t.ticket_id
        LIMIT p_limit
        FOR NO KEY UPDATE
    );
    v_counts := CASE
        WHEN v_ticket_ids = '{}' THEN helpdesk.erase_person(v_removal.person_id)
        ELSE helpdesk.erase_tickets(v_ticket_ids)
    END;
    UPDATE helpdesk.removal AS r
    SET
        counts = helpdesk.add_counts(CASE r.done_until_ticket_id WHEN 0 THEN '{}' ELSE r.counts END, v_counts),
        done_until_ticket_id = coalesce(v_ticket_ids[cardinality(v_ticket_ids)], r.done_until_ticket_id),
        state = CASE WHEN v_ticket_ids = '{}' THEN 'done' ELSE r.state END,
        done_at = CASE WHEN v_ticket_ids = '{}' THEN helpdesk.clock() END
    WHERE r.removal_id = v_removal.removal_id;
    RETURN helpdesk.job_has_more(1, 1);
END
$$;

COMMENT ON FUNCTION helpdesk.erase_people IS
'Goes on with the oldest confirmed erasure that no legal hold stops: up to p_limit of the person''s tickets, and after '
'the last the person. Returns how many erasures it went on with.';
GRANT EXECUTE ON FUNCTION helpdesk.erase_people TO worker;

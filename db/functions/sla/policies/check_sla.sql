CREATE OR REPLACE FUNCTION helpdesk.check_sla(p_as_of timestamptz DEFAULT NULL, p_limit int DEFAULT 5000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_as_of timestamptz := coalesce(p_as_of, helpdesk.clock());
    v_ticket_ids bigint[];
BEGIN
    IF NOT helpdesk.setting_bool('sla.enabled') THEN
        RETURN 0;
    END IF;
    PERFORM helpdesk.lock_sla_changes(false);
    PERFORM helpdesk.show_unshown_sla();
    v_ticket_ids := ARRAY(
        SELECT t.ticket_id
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = ANY (ARRAY(
            SELECT c.ticket_id
            FROM helpdesk.sla_clock AS c
            WHERE c.next_check_at <= v_as_of
            ORDER BY c.next_check_at
            LIMIT p_limit
        ))
        ORDER BY t.ticket_id
        FOR NO KEY UPDATE SKIP LOCKED
    );
    IF EXISTS (SELECT FROM helpdesk.sla_change AS c WHERE c.done_at IS NULL) THEN
        PERFORM helpdesk.change_open_sla_clocks(v_ticket_ids);
    END IF;
    RETURN helpdesk.record_sla_events(v_ticket_ids, v_as_of);
END
$$;

COMMENT ON FUNCTION helpdesk.check_sla IS
'Records the warnings and breaches that are due, up to p_limit clocks; reads due rows only. Locked tickets are left to '
'their writer or the next run, so two at once are safe. Returns how many events it wrote.';
GRANT EXECUTE ON FUNCTION helpdesk.check_sla TO worker;

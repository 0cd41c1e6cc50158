CREATE OR REPLACE FUNCTION helpdesk.load_clocks() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_range record;
BEGIN
    FOR v_range IN
        SELECT min(n.ticket_id) AS first_id, max(n.ticket_id) AS last_id
        FROM (
            SELECT t.ticket_id, t.ticket_id - row_number() OVER (ORDER BY t.ticket_id) AS island
            FROM pg_temp.import_ticket AS t
        ) AS n
        GROUP BY n.island
    LOOP
        IF helpdesk.setting_bool('sla.enabled') THEN
            UPDATE helpdesk.event AS e
            SET sla = f.sla
            FROM helpdesk.list_sla_facts(v_range.first_id, v_range.last_id) AS f
            WHERE f.event_id = e.event_id;
        END IF;
        PERFORM helpdesk.rebuild_sla_clocks(v_range.first_id, v_range.last_id);
        PERFORM helpdesk.record_past_sla_events(v_range.first_id, v_range.last_id);
    END LOOP;
    PERFORM helpdesk.show_sla(ARRAY(SELECT t.ticket_id FROM pg_temp.import_ticket AS t));
END
$$;

COMMENT ON FUNCTION helpdesk.load_clocks IS
'Makes the SLA clocks of the tickets of a batch from their histories, with the breaches of the past.';

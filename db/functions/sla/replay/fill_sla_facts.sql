CREATE OR REPLACE FUNCTION helpdesk.fill_sla_facts(p_from_ticket_id bigint DEFAULT 1, p_until_ticket_id bigint DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_last bigint := coalesce(p_until_ticket_id, (SELECT max(t.ticket_id) FROM helpdesk.ticket AS t));
    v_from bigint := p_from_ticket_id;
    v_done bigint;
    v_count bigint := 0;
BEGIN
    WHILE v_from <= v_last LOOP
        UPDATE helpdesk.event AS e
        SET sla = f.sla
        FROM helpdesk.list_sla_facts(v_from, least(v_from + 9999, v_last)) AS f
        WHERE e.event_id = f.event_id;
        GET DIAGNOSTICS v_done = ROW_COUNT;
        v_count := v_count + v_done;
        v_from := v_from + 10000;
    END LOOP;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION helpdesk.fill_sla_facts(bigint, bigint) IS
'First step of a bulk load: gives loaded events their SLA facts (the loader has switched off event_05_refuse_change). Then rebuild_sla_clocks, then record_past_sla_events.';

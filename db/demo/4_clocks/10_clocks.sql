SELECT helpdesk.rebuild_sla_clocks(current_setting('demo.first')::bigint, current_setting('demo.last')::bigint);

SELECT helpdesk.record_past_sla_events(current_setting('demo.first')::bigint, current_setting('demo.last')::bigint);

SELECT helpdesk.show_sla(ARRAY(
    SELECT DISTINCT c.ticket_id
    FROM helpdesk.sla_clock AS c
    WHERE c.stopped_at IS NULL
        AND c.ticket_id BETWEEN current_setting('demo.first')::bigint AND current_setting('demo.last')::bigint
));

SELECT helpdesk.rebuild_sla_clocks(current_setting('demo.first')::bigint, current_setting('demo.last')::bigint);

SELECT helpdesk.record_past_sla_events(current_setting('demo.first')::bigint, current_setting('demo.last')::bigint);

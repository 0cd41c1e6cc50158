CREATE OR REPLACE FUNCTION helpdesk.measure_desk() RETURNS TABLE (metric text, label text, value double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := helpdesk.clock();
BEGIN
    RETURN QUERY
    SELECT m.metric, s.name, m.value
    FROM helpdesk.schedule AS s
    CROSS JOIN LATERAL (
        SELECT r.started_at, r.duration, r.error
        FROM helpdesk.schedule_run AS r
        WHERE r.name = s.name
        ORDER BY r.started_at DESC
        LIMIT 1
    ) AS r
    CROSS JOIN LATERAL (VALUES
        ('sweep_age_seconds', extract(epoch FROM v_now - r.started_at)::double precision),
        ('sweep_seconds', extract(epoch FROM r.duration)::double precision),
        ('sweep_failed', (r.error IS NOT NULL)::int::double precision)
    ) AS m(metric, value)
    WHERE s.is_active;
    RETURN QUERY
    SELECT m.metric, m.label, m.value
    FROM (
        SELECT
            count(*) FILTER (WHERE o.state = 'queued' AND o.not_before <= v_now) AS due,
            count(*) FILTER (WHERE o.state = 'queued' AND o.not_before > v_now) AS delayed,
            count(*) FILTER (WHERE o.state = 'sending') AS sending,
            min(o.not_before) FILTER (WHERE o.state = 'queued' AND o.not_before <= v_now) AS due_since
        FROM helpdesk.outgoing_mail AS o
        WHERE o.state IN ('queued', 'sending')
    ) AS o
    CROSS JOIN LATERAL (VALUES
        ('outgoing_mails', 'due', o.due::double precision),
        ('outgoing_mails', 'delayed', o.delayed),
        ('outgoing_mails', 'sending', o.sending),
        ('outgoing_mail_age_seconds', NULL, coalesce(extract(epoch FROM v_now - o.due_since), 0)::double precision)
    ) AS m(metric, label, value);
    RETURN QUERY
    SELECT m.metric, m.label, m.value
    FROM (
        SELECT count(*) AS waiting, min(i.received_at) AS since
        FROM helpdesk.inbound_mail AS i
        WHERE i.state = 'received'
    ) AS i
    CROSS JOIN (
        SELECT count(*) AS queued, min(d.next_at) FILTER (WHERE d.next_at <= v_now) AS due_since
        FROM helpdesk.webhook_delivery AS d
        WHERE d.state = 'queued'
    ) AS d
    CROSS JOIN (
        SELECT count(*) FILTER (WHERE w.off_because IS NOT NULL) AS off FROM helpdesk.webhook AS w WHERE NOT w.is_active
    ) AS w
    CROSS JOIN (SELECT count(*) AS dead FROM helpdesk.webhook_delivery AS d WHERE d.state = 'dead') AS x
    CROSS JOIN (
        SELECT min(c.next_check_at) AS due_since
        FROM helpdesk.sla_clock AS c
        WHERE c.next_check_at <= v_now AND helpdesk.setting_bool('sla.enabled')
    ) AS c
    CROSS JOIN helpdesk.measure_files() AS f
    CROSS JOIN audit.measure_unsealed() AS u
    CROSS JOIN LATERAL (VALUES
        ('mail_server_failing_seconds', NULL::text, coalesce(
            (SELECT extract(epoch FROM v_now - s.failing_from) FROM helpdesk.mail_server AS s), 0
        )::double precision),
        ('inbound_mails_waiting', NULL, i.waiting),
        ('inbound_mail_age_seconds', NULL, coalesce(extract(epoch FROM v_now - i.since), 0)),
        ('mailbox_faults', NULL, (SELECT count(*) FROM helpdesk.list_mailbox_faults())),
        ('webhook_deliveries', 'queued', d.queued),
        ('webhook_deliveries', 'dead', x.dead),
        ('webhook_age_seconds', NULL, coalesce(extract(epoch FROM v_now - d.due_since), 0)),
        ('webhooks_off', NULL, w.off),
        ('sla_lag_seconds', NULL, coalesce(extract(epoch FROM v_now - c.due_since), 0)),
        ('files_waiting', 'scan', f.waiting),
        ('files_waiting', 'removal', f.removing),
        ('audit_unsealed_age_seconds', NULL, coalesce(extract(epoch FROM v_now - u.since), 0))
    ) AS m(metric, label, value);
    RETURN QUERY
    SELECT 'mailbox_lag_seconds', b.mailbox, greatest(0, extract(epoch FROM v_now - coalesce(
        b.failing_from, greatest(b.held_until, b.next_try_at, b.caught_up_at)
    )))::double precision
    FROM helpdesk.mailbox AS b
    WHERE b.is_active AND helpdesk.setting_bool('inbound_email_enabled');
    -- Who may not see all of pg_stat_replication sees this.
    RETURN QUERY
    SELECT m.metric, r.slot_name::text, m.value
    FROM pg_replication_slots AS r
    CROSS JOIN LATERAL (VALUES
        ('standby_connected', r.active::int::double precision),
        ('standby_lag_bytes', pg_wal_lsn_diff(pg_current_wal_lsn(), r.restart_lsn)::double precision)
    ) AS m(metric, value)
    WHERE r.slot_type = 'physical' AND m.value IS NOT NULL AND NOT pg_is_in_recovery();
END
$$;

COMMENT ON FUNCTION helpdesk.measure_desk IS
'How far the work of clocks, mail, webhooks, SLA, files, seals and standbys is behind now, a figure a row, by a label '
'where there are several of a kind; api/metrics.py says what each is. For /metrics.';
GRANT EXECUTE ON FUNCTION helpdesk.measure_desk TO worker;

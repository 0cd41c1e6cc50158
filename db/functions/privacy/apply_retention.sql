CREATE OR REPLACE FUNCTION helpdesk.apply_retention(p_tickets int DEFAULT 200, p_mails int DEFAULT 1000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket_days int := helpdesk.setting_int('closed_tickets_kept_days');
    v_mail_days int := helpdesk.setting_int('raw_mails_kept_days');
    v_ticket_ids bigint[] := '{}';
    v_mails bigint := 0;
    v_removal_id bigint;
BEGIN
    IF v_ticket_days > 0 THEN
        v_ticket_ids := ARRAY(
            SELECT t.ticket_id
            FROM helpdesk.ticket AS t
            WHERE t.status_category = 'closed'
                AND t.closed_at <= helpdesk.clock() - make_interval(days => v_ticket_days)
                AND (t.subject <> '[erased]' OR t.description NOT IN ('', '[erased]'))
                AND helpdesk.find_legal_hold(NULL, t.ticket_id) IS NULL
            LIMIT p_tickets
            FOR NO KEY UPDATE SKIP LOCKED
        );
    END IF;
    IF v_ticket_ids <> '{}' THEN
        INSERT INTO helpdesk.removal AS r (kind, state, reason, requested_by, done_at, xid)
        VALUES (
            'retention', 'done', format('closed for %s days', v_ticket_days), helpdesk.me(), helpdesk.clock(),
            pg_current_xact_id()
        )
        RETURNING r.removal_id INTO v_removal_id;
        UPDATE helpdesk.removal AS r SET counts = helpdesk.erase_tickets(v_ticket_ids)
        WHERE r.removal_id = v_removal_id;
    END IF;
    IF v_mail_days > 0 THEN
        UPDATE helpdesk.inbound_mail AS m
        SET raw = convert_to('[erased] ' || m.inbound_mail_id, 'UTF8'), body_html = NULL, images = '{}'
        WHERE m.inbound_mail_id IN (
            SELECT o.inbound_mail_id
            FROM helpdesk.inbound_mail AS o
            WHERE o.received_at <= helpdesk.clock() - make_interval(days => v_mail_days)
                AND o.state <> 'received'
                AND o.size_bytes > 40
                AND (o.ticket_id IS NULL OR helpdesk.find_legal_hold(NULL, o.ticket_id) IS NULL)
            LIMIT p_mails
            FOR UPDATE SKIP LOCKED
        );
        GET DIAGNOSTICS v_mails = ROW_COUNT;
        IF v_mails > 0 THEN
            INSERT INTO helpdesk.removal (kind, state, reason, requested_by, done_at, counts)
            VALUES (
                'retention', 'done', format('mails of %s days ago', v_mail_days), helpdesk.me(), helpdesk.clock(),
                jsonb_build_object('inbound_mail', v_mails)
            );
        END IF;
    END IF;
    PERFORM helpdesk.job_has_more(cardinality(v_ticket_ids), p_tickets);
    PERFORM helpdesk.job_has_more(v_mails, p_mails);
    RETURN cardinality(v_ticket_ids) + v_mails;
END
$$;

COMMENT ON FUNCTION helpdesk.apply_retention IS
'Takes words out of up to p_tickets closed tickets, and raw bytes out of up to p_mails mails, that are older than '
'settings say and under no legal hold; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.apply_retention TO worker;

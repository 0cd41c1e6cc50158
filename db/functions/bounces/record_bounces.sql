CREATE OR REPLACE FUNCTION helpdesk.record_bounces(p_mail helpdesk.inbound_mail, p_automatic jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_recorded jsonb;
BEGIN
    WITH recorded AS (
        INSERT INTO helpdesk.bounce (
            inbound_mail_id, ticket_id, address, original_address, action, status, diagnostic, original_message_id
        )
        SELECT
            p_mail.inbound_mail_id,
            p_mail.ticket_id,
            left(r.address, 320),
            nullif(r.original_address, ''),
            r.action,
            nullif(r.status, ''),
            nullif(r.diagnostic, ''),
            p_automatic #>> '{original_message_ids,0}'
        FROM jsonb_to_recordset(p_automatic -> 'recipients') AS r(
            address text, original_address text, action text, status text, diagnostic text
        )
        ON CONFLICT (inbound_mail_id, address) DO NOTHING
        RETURNING address, action, status
    )
    SELECT jsonb_object_agg(b.action, b.recipients)
    INTO v_recorded
    FROM (
        SELECT r.action, jsonb_agg(jsonb_build_object('address', r.address, 'status', r.status)) AS recipients
        FROM recorded AS r
        GROUP BY r.action
    ) AS b;
    IF p_mail.ticket_id IS NOT NULL THEN
        PERFORM helpdesk.record_event(
            p_mail.ticket_id, k.kind, jsonb_build_object('recipients', v_recorded -> k.action), p_mail.message_id
        )
        FROM (VALUES
            ('failed', 'delivery_failed'), ('delayed', 'delivery_delayed'), ('complained', 'mail_complained')
        ) AS k(action, kind)
        WHERE v_recorded ? k.action;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.record_bounces IS
'Keeps what a report says about each recipient of a mail, and tells the ticket''s history what did not arrive and what '
'was called spam.';

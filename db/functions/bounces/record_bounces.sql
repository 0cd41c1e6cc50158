CREATE OR REPLACE FUNCTION helpdesk.record_bounces(p_mail helpdesk.inbound_mail, p_automatic jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ids bigint[];
BEGIN
    WITH sent AS (
        SELECT o.outgoing_mail_id, o.ticket_id, o.mail_message_id, lower(o.address) AS address
        FROM jsonb_array_elements_text(p_automatic -> 'original_message_ids') AS i(id)
        JOIN helpdesk.outgoing_mail AS o ON o.mail_message_id = i.id
    ),
    reported (number, address, original_address, action, status, diagnostic) AS (
        SELECT r.number, left(r.address, 320), nullif(r.original_address, ''), r.action, nullif(r.status, ''),
            nullif(r.diagnostic, '')
        FROM ROWS FROM (
            jsonb_to_recordset(p_automatic -> 'recipients') AS (
                address text, original_address text, action text, status text, diagnostic text
            )
        ) WITH ORDINALITY AS r(address, original_address, action, status, diagnostic, number)
        UNION ALL
        -- Who takes names and addresses out of a report leaves the Message-ID, which is that of one recipient.
        SELECT 1, min(s.address), NULL, p_automatic ->> 'action', NULL, NULL
        FROM sent AS s
        WHERE p_automatic ->> 'action' <> '' AND p_automatic -> 'recipients' = '[]'
        HAVING count(*) = 1
    ),
    recorded AS (
        INSERT INTO helpdesk.bounce (
            inbound_mail_id, outgoing_mail_id, mailed_address, ticket_id, address, original_address, action, status,
            diagnostic, original_message_id
        )
        SELECT
            p_mail.inbound_mail_id, s.outgoing_mail_id, s.address, coalesce(s.ticket_id, p_mail.ticket_id),
            r.address, r.original_address, r.action, r.status, r.diagnostic,
            coalesce(s.mail_message_id, p_automatic #>> '{original_message_ids,0}')
        FROM reported AS r
        LEFT JOIN sent AS s ON s.address IN (r.address, r.original_address)
        ORDER BY r.number
        ON CONFLICT (inbound_mail_id, address) DO NOTHING
        RETURNING bounce_id
    )
    SELECT array_agg(r.bounce_id) INTO v_ids FROM recorded AS r;
    PERFORM helpdesk.follow_bounces(v_ids, p_mail.message_id);
END
$$;

COMMENT ON FUNCTION helpdesk.record_bounces IS
'Keeps what a report says about each recipient of a mail, and what follows from it. A recipient is whom pgdesk mailed '
'only where the report names one of the Message-IDs that went to that very address.';

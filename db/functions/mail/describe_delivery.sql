CREATE OR REPLACE FUNCTION helpdesk.describe_delivery(p_automatic jsonb) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH named AS (
        SELECT
            (
                SELECT string_agg(b.address, ', ')
                FROM jsonb_array_elements_text(p_automatic -> 'bounced_addresses') AS b(address)
            ) AS failed,
            (
                SELECT string_agg(d.address, ', ')
                FROM jsonb_array_elements_text(p_automatic -> 'delayed_addresses') AS d(address)
            ) AS late,
            coalesce(' (' || (p_automatic ->> 'bounce_status') || ')', '') AS status
    )
    SELECT CASE p_automatic ->> 'kind'
        WHEN 'bounce' THEN
            format('Delivery to %s failed%s.', coalesce(n.failed, 'an address'), n.status)
            || coalesce(' Delivery to ' || n.late || ' is delayed, and is being retried.', '')
        WHEN 'delay' THEN
            format('Delivery to %s is delayed%s, and is being retried.', coalesce(n.late, 'an address'), n.status)
    END
    FROM named AS n;
END;

COMMENT ON FUNCTION helpdesk.describe_delivery IS
'What a delivery report says, in a sentence or two: to whom a mail failed, to whom it is late; NULL for other mail.';

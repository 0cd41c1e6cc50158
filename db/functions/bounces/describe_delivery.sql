CREATE OR REPLACE FUNCTION helpdesk.describe_delivery(p_automatic jsonb) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(string_agg(d.sentence, ' ' ORDER BY d.position), CASE p_automatic ->> 'kind'
        WHEN 'bounce' THEN 'Delivery to an address failed.'
        WHEN 'delay' THEN 'Delivery to an address is delayed, and is being retried.'
        WHEN 'complaint' THEN 'A recipient called a mail of this ticket spam.'
    END)
    FROM (
        SELECT k.position, format(k.sentence, string_agg(
            r.recipient ->> 'address' || coalesce(' (' || nullif(r.recipient ->> 'status', '') || ')', ''),
            ', ' ORDER BY r.position
        )) AS sentence
        FROM (VALUES
            (1, 'failed', 'Delivery to %s failed.'),
            (2, 'delayed', 'Delivery to %s is delayed, and is being retried.'),
            (3, 'complained', '%s called a mail of this ticket spam.')
        ) AS k(position, action, sentence)
        JOIN jsonb_array_elements(p_automatic -> 'recipients') WITH ORDINALITY AS r(recipient, position)
            ON r.recipient ->> 'action' = k.action
        GROUP BY k.position, k.sentence
    ) AS d;
END;

COMMENT ON FUNCTION helpdesk.describe_delivery IS
'What a report says of a mail, in a sentence or two: whom it did not reach, whom it reaches late, who called it spam; '
'NULL for other mail.';

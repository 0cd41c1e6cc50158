CREATE OR REPLACE FUNCTION helpdesk.begin_reading_mail(p_inbound_mail_id bigint) RETURNS bytea
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    -- The same mail delivered at once, by several callers, is one attempt.
    WITH counted AS (
        UPDATE helpdesk.inbound_mail AS m
        SET attempts = m.attempts + 1,
            reading_at = helpdesk.clock(),
            state = CASE WHEN m.attempts < 5 THEN m.state ELSE 'quarantined' END,
            reason = CASE WHEN m.attempts < 5 THEN m.reason ELSE 'it could not be read in 5 attempts' END,
            processed_at = CASE WHEN m.attempts < 5 THEN m.processed_at ELSE helpdesk.clock() END
        WHERE m.inbound_mail_id = p_inbound_mail_id AND m.state = 'received'
            AND coalesce(m.reading_at < helpdesk.clock() - interval '1 minute', true)
        RETURNING m.inbound_mail_id, m.state
    )
    SELECT m.raw
    FROM helpdesk.inbound_mail AS m
    LEFT JOIN counted AS c ON c.inbound_mail_id = m.inbound_mail_id
    WHERE m.inbound_mail_id = p_inbound_mail_id AND coalesce(c.state, m.state) = 'received';
END;

COMMENT ON FUNCTION helpdesk.begin_reading_mail IS
'Counts an attempt to read a stored mail, at most one a minute, and returns its raw bytes; NULL when it is decided '
'already, or quarantined now because none of five attempts ended. The caller commits before it reads.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_reading_mail TO worker;

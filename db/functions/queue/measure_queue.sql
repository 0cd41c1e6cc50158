CREATE OR REPLACE FUNCTION helpdesk.measure_queue() RETURNS TABLE (overdue bigint, stuck bigint, given_up bigint)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT
        count(*) FILTER (
            WHERE q.state = 'queued' AND q.available_at < helpdesk.clock() - interval '10 minutes'
        ) AS overdue,
        count(*) FILTER (
            WHERE q.state = 'consumed' AND q.consumed_at < helpdesk.clock() - interval '1 hour'
        ) AS stuck,
        count(*) FILTER (WHERE q.state = 'rejected') AS given_up
    FROM dramatiq.queue AS q;
END;

COMMENT ON FUNCTION helpdesk.measure_queue IS
'How many messages wait for more than 10 minutes, are in work for more than an hour, were given up. For pgdesk doctor, '
'and whoever asks in psql.';

CREATE OR REPLACE FUNCTION helpdesk.requeue_mail_arrivals() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH waiting AS (
        UPDATE helpdesk.mail_arrival AS a
        SET tried_at = helpdesk.clock()
        WHERE a.mail_arrival_id IN (
            SELECT w.mail_arrival_id
            FROM helpdesk.mail_arrival AS w
            WHERE w.state = 'waiting'
                -- 1, 2, 4 … minutes, ten attempts in eight and a half hours.
                AND w.tried_at < helpdesk.clock() - interval '1 minute' * 2 ^ least(w.attempts, 10)
            ORDER BY w.mail_arrival_id
            LIMIT 1000
            FOR UPDATE SKIP LOCKED
        )
        RETURNING a.mail_arrival_id
    )
    SELECT count(helpdesk.enqueue('make_arrived_mail', jsonb_build_array(w.mail_arrival_id), 'intake'))
    FROM waiting AS w;
END;

COMMENT ON FUNCTION helpdesk.requeue_mail_arrivals IS
'Queues kept posts again of which no mail could be made yet, after pauses that double; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.requeue_mail_arrivals TO worker;

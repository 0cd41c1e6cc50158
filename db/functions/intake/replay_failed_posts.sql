CREATE OR REPLACE FUNCTION helpdesk.replay_failed_posts(p_limit int) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH chosen AS (
        UPDATE helpdesk.mail_arrival AS a
        SET state = 'waiting', attempts = 0, tried_at = helpdesk.clock()
        WHERE a.mail_arrival_id IN (
            SELECT f.mail_arrival_id
            FROM helpdesk.mail_arrival AS f
            WHERE f.state = 'failed' AND f.body IS NOT NULL
            ORDER BY f.mail_arrival_id
            LIMIT p_limit
            FOR UPDATE SKIP LOCKED
        )
        RETURNING a.mail_arrival_id
    )
    SELECT count(helpdesk.enqueue('make_arrived_mail', jsonb_build_array(c.mail_arrival_id), 'intake'))
    FROM chosen AS c;
END;

COMMENT ON FUNCTION helpdesk.replay_failed_posts IS
'Has mails made anew of kept posts that failed; returns how many, p_limit at most.';

CREATE OR REPLACE FUNCTION helpdesk.purge_login_mails(p_days int DEFAULT 30, p_limit int DEFAULT 10000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.login_mail AS m
        WHERE m.login_mail_id IN (
            SELECT o.login_mail_id
            FROM helpdesk.login_mail AS o
            WHERE o.created_at < helpdesk.clock() - make_interval(days => p_days)
            LIMIT p_limit
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_login_mails IS
'Deletes up to p_limit mails about signing in older than p_days; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_login_mails TO worker;

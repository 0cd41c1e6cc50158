CREATE OR REPLACE FUNCTION helpdesk.purge_guest_mails(p_days int DEFAULT 30, p_limit int DEFAULT 10000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.guest_mail AS m
        WHERE m.guest_mail_id IN (
            SELECT o.guest_mail_id
            FROM helpdesk.guest_mail AS o
            WHERE o.created_at < helpdesk.clock() - make_interval(days => p_days)
            LIMIT p_limit
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_guest_mails IS
'Deletes up to p_limit mails with a link that are older than p_days; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_guest_mails TO worker;

CREATE OR REPLACE FUNCTION helpdesk.purge_outgoing_mail(p_days int DEFAULT 30, p_limit int DEFAULT 10000)
RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.outgoing_mail AS m
        WHERE m.outgoing_mail_id IN (
            SELECT o.outgoing_mail_id
            FROM helpdesk.outgoing_mail AS o
            WHERE o.created_at < helpdesk.clock() - make_interval(days => p_days)
                AND o.state <> 'sending'
                -- What is to be sent at its time stays until then.
                AND o.not_before < helpdesk.clock()
            ORDER BY o.outgoing_mail_id
            LIMIT p_limit
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_outgoing_mail IS
'Deletes up to p_limit mails that are older than p_days, sent or not; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_outgoing_mail TO worker;

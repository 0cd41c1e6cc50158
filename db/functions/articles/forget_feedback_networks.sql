CREATE OR REPLACE FUNCTION helpdesk.forget_feedback_networks(p_limit int DEFAULT 10000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH forgotten AS (
        UPDATE helpdesk.article_feedback AS f SET network = NULL
        WHERE f.article_feedback_id IN (
            SELECT o.article_feedback_id FROM helpdesk.article_feedback AS o
            WHERE o.network IS NOT NULL AND o.updated_at < helpdesk.clock() - interval '24 hours'
            LIMIT p_limit
            FOR UPDATE SKIP LOCKED
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM forgotten;
END;

COMMENT ON FUNCTION helpdesk.forget_feedback_networks IS
'Forgets from where guests rated articles more than 24 hours ago; returns of how many.';
GRANT EXECUTE ON FUNCTION helpdesk.forget_feedback_networks TO worker;

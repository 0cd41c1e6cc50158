CREATE OR REPLACE FUNCTION helpdesk.forget_failed_posts(p_limit int DEFAULT 1000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_days int := helpdesk.setting_int('raw_mails_kept_days');
    v_posts bigint := 0;
BEGIN
    IF v_days > 0 THEN
        UPDATE helpdesk.mail_arrival AS a
        SET body = NULL, media_type = NULL
        WHERE a.mail_arrival_id IN (
            SELECT f.mail_arrival_id
            FROM helpdesk.mail_arrival AS f
            WHERE f.state = 'failed'
                AND f.body IS NOT NULL
                AND f.received_at <= helpdesk.clock() - make_interval(days => v_days)
            LIMIT p_limit
            FOR UPDATE SKIP LOCKED
        );
        GET DIAGNOSTICS v_posts = ROW_COUNT;
    END IF;
    PERFORM helpdesk.job_has_more(v_posts, p_limit);
    RETURN v_posts;
END
$$;

COMMENT ON FUNCTION helpdesk.forget_failed_posts IS
'Takes away what was posted, where no mail could be made of it and it is older than setting raw_mails_kept_days says; '
'that it came stays in the account. Returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.forget_failed_posts TO worker;

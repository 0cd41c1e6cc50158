-- By key, which is the order of time but for a moment.
CREATE OR REPLACE FUNCTION helpdesk.purge_rule_errors(p_days int DEFAULT 90, p_limit int DEFAULT 10000)
RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.rule_error AS r
        WHERE r.rule_error_id IN (
            SELECT o.rule_error_id FROM helpdesk.rule_error AS o ORDER BY o.rule_error_id LIMIT p_limit
        )
            AND r.at < helpdesk.clock() - make_interval(days => p_days)
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_rule_errors IS
'Deletes errors of rules that are older than p_days, of the p_limit oldest; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_rule_errors TO worker;

-- By key, which is the order of time but for a moment: no index by instant has to be kept by each notice.
CREATE OR REPLACE FUNCTION helpdesk.purge_notifications(p_days int DEFAULT NULL, p_limit int DEFAULT 10000)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_days int := coalesce(p_days, helpdesk.setting_int('notifications_kept_days'));
    v_purged bigint := 0;
BEGIN
    IF v_days > 0 THEN
        DELETE FROM helpdesk.notification AS n
        WHERE n.notification_id IN (
            SELECT o.notification_id FROM helpdesk.notification AS o ORDER BY o.notification_id LIMIT p_limit
        )
            AND n.created_at < helpdesk.clock() - make_interval(days => v_days);
        GET DIAGNOSTICS v_purged = ROW_COUNT;
    END IF;
    RETURN helpdesk.job_has_more(v_purged, p_limit);
END
$$;

COMMENT ON FUNCTION helpdesk.purge_notifications IS
'Deletes notices, read or not, that are older than p_days, else than setting notifications_kept_days says (0: none), '
'of the p_limit oldest; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_notifications TO worker;

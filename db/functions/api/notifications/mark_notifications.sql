CREATE FUNCTION api.mark_notifications(notification_ids bigint[] DEFAULT NULL, is_read boolean DEFAULT true)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_count bigint;
BEGIN
    UPDATE helpdesk.notification AS n SET read_at = CASE WHEN mark_notifications.is_read THEN helpdesk.clock() END
    WHERE n.person_id = helpdesk.me()
        AND (n.read_at IS NULL) = mark_notifications.is_read
        AND (
            mark_notifications.notification_ids IS NULL OR n.notification_id = ANY (mark_notifications.notification_ids)
        );
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION api.mark_notifications IS
$$Mark the caller's notifications as read or unread

Without notification_ids: all. Returns how many changed.$$;
GRANT EXECUTE ON FUNCTION api.mark_notifications TO customer, agent, admin;

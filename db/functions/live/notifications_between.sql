-- As events_between, which finds those that rang with their event.
CREATE OR REPLACE FUNCTION helpdesk.notifications_between(
    p_after pg_snapshot,
    p_until pg_snapshot,
    p_since timestamptz
) RETURNS SETOF helpdesk.notification
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT n.*
    FROM (
        SELECT a.* FROM helpdesk.notification AS a WHERE a.xid >= pg_snapshot_xmax(p_after)
        UNION ALL
        SELECT l.* FROM helpdesk.notification AS l WHERE l.xid = ANY (ARRAY(SELECT pg_snapshot_xip(p_after)))
    ) AS n
    WHERE pg_visible_in_snapshot(n.xid, p_until) AND n.created_at > p_since;
END;

COMMENT ON FUNCTION helpdesk.notifications_between IS
'What rang without an event of its transaction: what p_until sees of it and p_after does not.';

-- By snapshots and not by keys: a transaction that began earlier may commit later, with lower keys than those read.
-- A restored database has events of higher transactions than it has come to: nothing older than p_since is told.
CREATE OR REPLACE FUNCTION helpdesk.events_between(
    p_after pg_snapshot,
    p_until pg_snapshot,
    p_since timestamptz,
    p_limit int
) RETURNS SETOF helpdesk.event
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT e.*
    FROM (
        SELECT n.* FROM helpdesk.event AS n WHERE n.xid >= pg_snapshot_xmax(p_after)
        UNION ALL
        SELECT l.* FROM helpdesk.event AS l WHERE l.xid = ANY (ARRAY(SELECT pg_snapshot_xip(p_after)))
    ) AS e
    WHERE pg_visible_in_snapshot(e.xid, p_until) AND e.at > p_since
    ORDER BY e.event_id
    LIMIT p_limit;
END;

COMMENT ON FUNCTION helpdesk.events_between IS
'What p_until sees of the events and p_after does not, so that who goes on from p_until misses none and gets none '
'twice, in whichever order transactions commit. p_since: a day before p_after, since transactions may be long.';

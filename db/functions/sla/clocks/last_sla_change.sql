CREATE OR REPLACE FUNCTION helpdesk.last_sla_change()
RETURNS TABLE (change_id bigint, changed_at timestamptz)
LANGUAGE sql STABLE ROWS 1
BEGIN ATOMIC
    SELECT
        (SELECT coalesce(max(c.sla_change_id), 0) FROM helpdesk.sla_change AS c),
        (SELECT max(c.at) FROM helpdesk.sla_change AS c WHERE c.done_at IS NULL);
END;

COMMENT ON FUNCTION helpdesk.last_sla_change IS
'The last edit of a calendar or policy, 0 where there was none, and when the last was made that some clock may have '
'yet to follow.';

CREATE OR REPLACE FUNCTION helpdesk.count_stuck_sla_changes() RETURNS bigint
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT count(*)
    FROM helpdesk.sla_change AS c
    WHERE c.done_at IS NULL AND coalesce(c.moved_at, c.at) < helpdesk.clock() - interval '10 minutes';
END;

COMMENT ON FUNCTION helpdesk.count_stuck_sla_changes IS
'How many edits of calendars and policies are not done and have moved no clock for more than 10 minutes. For pgdesk '
'doctor, and whoever asks in psql.';

-- Each entry of these was written at every warning and every breach and read by nobody: an edit of a calendar or policy moves
-- clocks by either of the two, and kinds of events are never deleted.
DROP INDEX helpdesk.sla_clock_calendar_version_idx, helpdesk.sla_clock_policy_version_idx, helpdesk.notification_kind_idx;

-- It has one argument more.
DROP FUNCTION IF EXISTS helpdesk.record_sla_events(bigint[], timestamptz);

CREATE OR REPLACE FUNCTION helpdesk.extend_calendars() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(sum(helpdesk.extend_calendar(
        v.calendar_version_id, v.spans_from, helpdesk.clock() + interval '3 years'
    )), 0)::bigint
    FROM helpdesk.calendar_version AS v
    WHERE v.spans_until < helpdesk.clock() + interval '2 years'
        AND (
            v.calendar_version_id = helpdesk.calendar_version_of(v.calendar_id)
            OR EXISTS (
                SELECT 1
                FROM helpdesk.sla_clock AS c
                WHERE c.calendar_version_id = v.calendar_version_id AND c.stopped_at IS NULL
            )
        );
END;

COMMENT ON FUNCTION helpdesk.extend_calendars IS
'Keeps the spans of calendars in use two to three years ahead; returns how many were added.';
GRANT EXECUTE ON FUNCTION helpdesk.extend_calendars TO worker;

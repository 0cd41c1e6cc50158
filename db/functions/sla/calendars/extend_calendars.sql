CREATE OR REPLACE FUNCTION helpdesk.extend_calendars() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.publish_calendar(s.calendar_id, true) FROM helpdesk.list_stale_calendars() AS s(calendar_id);
    RETURN (
        SELECT coalesce(sum(helpdesk.extend_calendar(
            v.calendar_version_id, v.spans_from, helpdesk.clock() + interval '3 years'
        )), 0)
        FROM helpdesk.calendar_version AS v
        WHERE v.spans_until < helpdesk.clock() + interval '2 years'
            AND helpdesk.is_time_zone(v.time_zone)
            AND (
                v.calendar_version_id = helpdesk.calendar_version_of(v.calendar_id)
                OR EXISTS (
                    SELECT 1
                    FROM helpdesk.sla_clock AS c
                    WHERE c.calendar_version_id = v.calendar_version_id AND c.stopped_at IS NULL
                )
            )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.extend_calendars IS
'Makes a new version of each calendar whose zone has other rules than when its spans were made, by which open clocks '
'then count, and keeps the spans of calendars in use two to three years ahead; returns how many it added.';
GRANT EXECUTE ON FUNCTION helpdesk.extend_calendars TO worker;

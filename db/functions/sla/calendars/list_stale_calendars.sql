CREATE OR REPLACE FUNCTION helpdesk.list_stale_calendars() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_version helpdesk.calendar_version;
    v_now timestamptz := helpdesk.clock();
BEGIN
    FOR v_version IN
        SELECT v.*
        FROM helpdesk.calendar AS c
        JOIN helpdesk.calendar_version AS v ON v.calendar_version_id = helpdesk.calendar_version_of(c.calendar_id)
        WHERE NOT v.is_always_open AND v.spans_until > v_now AND helpdesk.is_time_zone(v.time_zone)
        ORDER BY c.calendar_id
    LOOP
        IF EXISTS (
            SELECT
            FROM (
                SELECT s.starts_at, s.ends_at
                FROM helpdesk.calendar_span AS s
                WHERE s.calendar_version_id = v_version.calendar_version_id
            ) AS made
            FULL JOIN helpdesk.list_calendar_spans(
                v_version.calendar_version_id,
                greatest((v_now AT TIME ZONE v_version.time_zone)::date - 1, v_version.first_day),
                v_version.last_day
            ) AS said USING (starts_at, ends_at)
            WHERE ends_at > v_now AND (made.starts_at IS NULL OR said.starts_at IS NULL)
        ) THEN
            RETURN NEXT v_version.calendar_id;
        END IF;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.list_stale_calendars IS
'Calendars whose opening times to come are not what the server''s rules of time zones say: those have changed since '
'they were made.';

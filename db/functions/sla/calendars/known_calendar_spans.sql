CREATE OR REPLACE FUNCTION helpdesk.known_calendar_spans(
    p_calendar_version_id bigint,
    p_first_day date,
    p_last_day date
)
RETURNS TABLE (starts_at timestamptz, ends_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_version helpdesk.calendar_version;
BEGIN
    SELECT * INTO v_version FROM helpdesk.calendar_version AS v WHERE v.calendar_version_id = p_calendar_version_id;
    RETURN QUERY
    SELECT l.starts_at, least(l.ends_at, v_version.spans_from)
    FROM helpdesk.list_calendar_spans(
        p_calendar_version_id, p_first_day, least(p_last_day, v_version.first_day - 1)
    ) AS l
    WHERE l.starts_at < v_version.spans_from
    UNION ALL
    SELECT s.starts_at, s.ends_at
    FROM helpdesk.calendar_span AS s
    WHERE s.calendar_version_id = p_calendar_version_id
        AND s.starts_at >= helpdesk.to_instant(p_first_day::timestamp, v_version.time_zone)
        AND s.starts_at < helpdesk.to_instant((p_last_day + 1)::timestamp, v_version.time_zone)
    UNION ALL
    SELECT greatest(l.starts_at, v_version.spans_until), l.ends_at
    FROM helpdesk.list_calendar_spans(
        p_calendar_version_id, greatest(p_first_day, v_version.last_day + 1), p_last_day
    ) AS l
    WHERE l.ends_at > v_version.spans_until
    ORDER BY 1;
END
$$;

COMMENT ON FUNCTION helpdesk.known_calendar_spans IS
'Opening times of the days in order: as they were made, and outside of that by the server''s rules of today, so that a '
'version says the same whichever way it is asked, also after a change of the rules.';

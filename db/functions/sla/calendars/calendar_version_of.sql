-- PL/pgSQL, whose plans outlive the call: every event of a ticket asks.
CREATE OR REPLACE FUNCTION helpdesk.calendar_version_of(p_calendar_id bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT v.calendar_version_id
        FROM helpdesk.calendar_version AS v
        WHERE v.calendar_id = p_calendar_id
        ORDER BY v.calendar_version_id DESC
        LIMIT 1
    );
END
$$;

COMMENT ON FUNCTION helpdesk.calendar_version_of IS 'The version of a calendar that is in force.';

CREATE OR REPLACE FUNCTION helpdesk.is_open_at(p_calendar_id bigint, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.business_us(helpdesk.calendar_version_of(p_calendar_id), p_at, p_at + interval '1 microsecond') > 0;
END
$$;

COMMENT ON FUNCTION helpdesk.is_open_at IS
'Whether a calendar is open at an instant, by its UTC spans and so right across DST. No calendar: always.';

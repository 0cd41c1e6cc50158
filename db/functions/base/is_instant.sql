CREATE OR REPLACE FUNCTION helpdesk.is_instant(p_text text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
AS $$
BEGIN
    PERFORM p_text::timestamptz;
    RETURN p_text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+ ?(Z|[+-][0-9:]+)?)?$';
EXCEPTION WHEN OTHERS THEN
    RETURN false;
END
$$;

COMMENT ON FUNCTION helpdesk.is_instant IS
'Whether the text is an ISO 8601 date or instant, in UTC where it names no offset; words such as "now" are not.';

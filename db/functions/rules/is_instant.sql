CREATE OR REPLACE FUNCTION helpdesk.is_instant(p_text text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM p_text::timestamptz;
    RETURN p_text ~ '^[0-9]{4}-';
EXCEPTION WHEN OTHERS THEN
    RETURN false;
END
$$;

COMMENT ON FUNCTION helpdesk.is_instant(text) IS 'Whether the text is an ISO 8601 date or instant; words such as "now" are not.';

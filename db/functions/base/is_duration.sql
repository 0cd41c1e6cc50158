CREATE OR REPLACE FUNCTION helpdesk.is_duration(p_text text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN p_text::interval BETWEEN interval '1 second' AND interval '100 years';
EXCEPTION WHEN OTHERS THEN
    RETURN false;
END
$$;

COMMENT ON FUNCTION helpdesk.is_duration IS 'Whether the text is a positive interval.';

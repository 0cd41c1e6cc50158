CREATE OR REPLACE FUNCTION helpdesk.end_matching() RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM set_config('helpdesk.match_until', '', true);
END
$$;

COMMENT ON FUNCTION helpdesk.end_matching IS 'Ends what begin_matching began.';

CREATE OR REPLACE FUNCTION helpdesk.end_request() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM set_config('request.headers', '', true);
END
$$;

COMMENT ON FUNCTION helpdesk.end_request IS 'Ends what begin_request began.';

CREATE OR REPLACE FUNCTION helpdesk.begin_request(p_request_id text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM set_config(
        'request.headers', jsonb_strip_nulls(jsonb_build_object('x-request-id', p_request_id))::text, true
    );
END
$$;

COMMENT ON FUNCTION helpdesk.begin_request IS
'What follows in this transaction comes from that request, or, with null, from none; until end_request.';

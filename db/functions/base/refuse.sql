CREATE OR REPLACE FUNCTION helpdesk.refuse(
    p_code text,
    p_message text,
    p_detail text DEFAULT NULL,
    p_hint text DEFAULT NULL
)
RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_error helpdesk.error_code;
    v_hint text;
BEGIN
    SELECT * INTO v_error FROM helpdesk.error_code AS e WHERE e.code = p_code;
    v_hint := coalesce(p_hint, v_error.hint);
    IF nullif(current_setting('request.method', true), '') IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PGRST',
            MESSAGE = json_build_object(
                'code', p_code, 'message', p_message, 'details', p_detail, 'hint', v_hint
            )::text,
            DETAIL = json_build_object('status', coalesce(v_error.http_status, 400), 'headers', '{}'::json)::text;
    END IF;
    RAISE EXCEPTION USING ERRCODE = p_code, MESSAGE = p_message, DETAIL = coalesce(p_detail, ''),
        HINT = coalesce(v_hint, '');
END
$$;

COMMENT ON FUNCTION helpdesk.refuse IS
'The only way to raise: SQLSTATE PD… for SQL clients; inside an API request PGRST with the status of error_code.';
GRANT EXECUTE ON FUNCTION helpdesk.refuse TO anon, customer, agent, admin, worker;

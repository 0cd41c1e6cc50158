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
    v_refusal jsonb := helpdesk.refusal(p_code, p_message, p_detail, p_hint);
BEGIN
    IF nullif(current_setting('request.method', true), '') IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PGRST',
            MESSAGE = v_refusal::text,
            DETAIL = json_build_object(
                'status', coalesce((SELECT e.http_status FROM helpdesk.error_code AS e WHERE e.code = p_code), 400),
                'headers', '{}'::json
            )::text;
    END IF;
    RAISE EXCEPTION USING ERRCODE = p_code, MESSAGE = p_message, DETAIL = coalesce(p_detail, ''),
        HINT = coalesce(v_refusal ->> 'hint', '');
END
$$;

COMMENT ON FUNCTION helpdesk.refuse IS
'The only way to raise: SQLSTATE PD… for SQL clients; inside an API request PGRST with the status of error_code.';
GRANT EXECUTE ON FUNCTION helpdesk.refuse TO anon, customer, agent, admin, worker;

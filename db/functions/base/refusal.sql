CREATE OR REPLACE FUNCTION helpdesk.refusal(
    p_code text,
    p_message text,
    p_detail text DEFAULT NULL,
    p_hint text DEFAULT NULL
)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN jsonb_build_object(
        'code', p_code,
        'message', p_message,
        'details', p_detail,
        'hint', coalesce(p_hint, (SELECT e.hint FROM helpdesk.error_code AS e WHERE e.code = p_code))
    );
END
$$;

COMMENT ON FUNCTION helpdesk.refusal IS
'A refusal as the API words it, {"code", "message", "details", "hint"}, also where it is one of many and nothing is '
'raised; without a hint that of error_code.';

CREATE OR REPLACE FUNCTION helpdesk.login_refusal(
    p_code text,
    p_message text,
    p_retry_after int DEFAULT NULL
)
RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT jsonb_build_object(
        'refusal', helpdesk.refusal(
            p_code, p_message, NULL,
            CASE WHEN p_retry_after IS NOT NULL THEN format('Try again in %s seconds.', p_retry_after) END
        ),
        'status', e.http_status,
        'retry_after', p_retry_after
    )
    FROM helpdesk.error_code AS e
    WHERE e.code = p_code;
END;

COMMENT ON FUNCTION helpdesk.login_refusal IS
'A refusal that is answered and not raised, since what was written with it is to stay: {refusal, status, retry_after}.';

CREATE OR REPLACE FUNCTION helpdesk.end_once(
    p_key text,
    p_response jsonb,
    p_claimed_email text DEFAULT NULL
)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_key IS NOT NULL THEN
        UPDATE helpdesk.idempotency_key AS k
        SET response = coalesce(p_response, 'null')
        WHERE k.caller = helpdesk.idempotency_caller(p_claimed_email) AND k.key = p_key;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.end_once IS 'Remembers the answer of the call that begin_once let go on.';
GRANT EXECUTE ON FUNCTION helpdesk.end_once TO worker;

CREATE OR REPLACE FUNCTION helpdesk.begin_once(
    p_key text,
    p_verb text,
    p_request jsonb,
    p_claimed_email text DEFAULT NULL
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_caller text;
    v_hash bytea;
    v_known helpdesk.idempotency_key;
BEGIN
    IF p_key IS NULL THEN
        RETURN NULL;
    END IF;
    IF p_key = '' OR length(p_key) > 255 THEN
        PERFORM helpdesk.refuse('PD006', 'idempotency_key must have 1 to 255 characters');
    END IF;
    v_caller := helpdesk.idempotency_caller(p_claimed_email);
    v_hash := sha256(convert_to(p_request::text, 'UTF8'));
    DELETE FROM helpdesk.idempotency_key AS k
    WHERE k.caller = v_caller AND k.key = p_key AND k.created_at < helpdesk.clock() - interval '24 hours';
    INSERT INTO helpdesk.idempotency_key (caller, key, verb, request_hash)
    VALUES (v_caller, p_key, p_verb, v_hash)
    ON CONFLICT (caller, key) DO NOTHING;
    IF FOUND THEN
        RETURN NULL;
    END IF;
    SELECT * INTO v_known FROM helpdesk.idempotency_key AS k WHERE k.caller = v_caller AND k.key = p_key;
    IF (v_known.verb, v_known.request_hash) IS DISTINCT FROM (p_verb, v_hash) THEN
        PERFORM helpdesk.refuse(
            'PD505', format('idempotency key %s was used for another request', p_key),
            format('It was a call of %s.', v_known.verb)
        );
    END IF;
    RETURN v_known.response;
END
$$;

COMMENT ON FUNCTION helpdesk.begin_once IS
'The first answer, if the caller has made this call with this key within 24 hours; NULL: go on (always without a key). '
'p_claimed_email: what a caller without a token says to be. Raises PD006, PD505.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_once TO worker;

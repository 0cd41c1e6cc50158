-- A creating verb calls begin_once at its head and end_once at its tail. The unique key makes a second caller wait until the first
-- has committed (then it gets the first answer) or rolled back (then it does the work). Nothing else is locked before, so no deadlock.
CREATE OR REPLACE FUNCTION helpdesk.idempotency_caller() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT helpdesk.actor_role() || coalesce(':' || helpdesk.me()::text, '');
END;

COMMENT ON FUNCTION helpdesk.idempotency_caller() IS 'Whose keys these are.';

CREATE OR REPLACE FUNCTION helpdesk.begin_once(p_key text, p_verb text, p_request jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_caller text := helpdesk.idempotency_caller();
    v_hash bytea := sha256(convert_to(p_request::text, 'UTF8'));
    v_known helpdesk.idempotency_key;
BEGIN
    IF p_key IS NULL THEN
        RETURN NULL;
    END IF;
    IF p_key = '' OR length(p_key) > 255 THEN
        PERFORM helpdesk.refuse('PD006', 'idempotency_key must have 1 to 255 characters');
    END IF;
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
            'PD505', format('idempotency key %s was used for another request', p_key), format('It was a call of %s.', v_known.verb)
        );
    END IF;
    RETURN v_known.response;
END
$$;

COMMENT ON FUNCTION helpdesk.begin_once(text, text, jsonb) IS
'The first answer, if the caller has made this call with this key within 24 hours; NULL: go on (always without a key). Raises PD006, PD505.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_once(text, text, jsonb) TO worker;

CREATE OR REPLACE FUNCTION helpdesk.end_once(p_key text, p_response jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.idempotency_key AS k
    SET response = coalesce(p_response, 'null')
    WHERE k.caller = helpdesk.idempotency_caller() AND k.key = p_key;
END;

COMMENT ON FUNCTION helpdesk.end_once(text, jsonb) IS 'Remembers the answer of the call that begin_once let go on.';
GRANT EXECUTE ON FUNCTION helpdesk.end_once(text, jsonb) TO worker;

CREATE OR REPLACE FUNCTION helpdesk.purge_idempotency_keys() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.idempotency_key AS k WHERE k.created_at < helpdesk.clock() - interval '24 hours' RETURNING 1
    )
    SELECT count(*) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_idempotency_keys() IS 'Deletes answers older than 24 hours; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_idempotency_keys() TO worker;

CREATE OR REPLACE FUNCTION helpdesk.admit_api_token(p_secret text, p_person_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_hash bytea := helpdesk.hash_api_token(p_secret);
    v_path text := current_setting('request.path', true);
    v_is_read boolean := current_setting('request.method', true) IN ('GET', 'HEAD');
    v_object text := substring(v_path FROM '^/(?:rpc/)?([a-z0-9_]+)$');
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM helpdesk.api_token AS t
        WHERE t.token_hash = v_hash
            AND t.person_id = p_person_id
            AND t.revoked_at IS NULL
            AND t.expires_at > helpdesk.clock()
    ) THEN
        PERFORM helpdesk.refuse('PD060', 'the API token has expired or was revoked');
    END IF;
    -- Any other spelling of a name is refused, so that none leads past the check.
    IF v_path LIKE '/rpc/%' AND v_object IS NOT NULL THEN
        PERFORM helpdesk.require_ability('calls', v_object);
    ELSIF v_object IS NOT NULL AND NOT v_is_read THEN
        PERFORM helpdesk.require_ability('writes', v_object);
    ELSIF v_object IS NULL AND (v_path <> '/' OR NOT v_is_read) THEN
        PERFORM helpdesk.refuse('PD061', 'an API token names views and verbs as GET /rest/ does', NULL,
            'Send small letters, without encoding and without a slash at the end.');
    END IF;
    IF current_setting('transaction_read_only') = 'off' THEN
        PERFORM helpdesk.note_api_tokens(ARRAY[v_hash]);
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.admit_api_token IS
'Raises PD060 unless it is a token of the person that is good, PD061 where it has no ability for what the request '
'names. What is read the views check themselves.';

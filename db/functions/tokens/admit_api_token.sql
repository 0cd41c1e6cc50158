CREATE OR REPLACE FUNCTION helpdesk.admit_api_token(p_secret text, p_person_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_hash bytea := helpdesk.hash_api_token(p_secret);
    v_path text := current_setting('request.path', true);
BEGIN
    IF NOT helpdesk.is_live_api_token(v_hash, p_person_id) THEN
        PERFORM helpdesk.refuse('PD060', 'the API token has expired or was revoked');
    END IF;
    IF starts_with(v_path, '/rpc/') THEN
        PERFORM helpdesk.require_ability('calls', substr(v_path, 6), helpdesk.actor_role());
    ELSIF current_setting('request.method', true) NOT IN ('GET', 'HEAD') THEN
        PERFORM helpdesk.require_ability('writes', substr(v_path, 2), helpdesk.actor_role());
    -- It could be another spelling of a verb's.
    ELSIF strpos(v_path, '%') > 0 OR strpos(substr(v_path, 2), '/') > 0 THEN
        PERFORM helpdesk.refuse('PD063', 'an API token reads views by the paths that GET /rest/ lists', NULL,
            'Leave out encoding and further slashes.');
    END IF;
    IF current_setting('transaction_read_only') = 'off' THEN
        PERFORM helpdesk.note_api_tokens(ARRAY[v_hash]);
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.admit_api_token IS
'Raises PD060 unless it is a token of the person that is good, PD063 where it has no ability for what the request '
'names. What is read the views check themselves.';

CREATE FUNCTION api.revoke_api_token(api_token_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.api_token AS t
    SET revoked_at = helpdesk.clock(), revoked_by = helpdesk.me()
    WHERE t.api_token_id = revoke_api_token.api_token_id
        AND (t.person_id = helpdesk.me() OR helpdesk.can('tokens.keep'))
        AND t.revoked_at IS NULL
        AND t.expires_at > helpdesk.clock();
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('API token %s not found', revoke_api_token.api_token_id), NULL, 'See /rest/api_tokens.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.revoke_api_token IS
$$Revoke an API token

One of the caller's own, or anybody's by who may keep them: from now on it opens nothing. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.revoke_api_token TO customer, agent, admin;

CREATE OR REPLACE FUNCTION helpdesk.is_live_api_token(p_hash bytea, p_person_id bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM helpdesk.api_token AS t
        WHERE t.token_hash = p_hash
            AND t.person_id = p_person_id
            AND t.revoked_at IS NULL
            AND t.expires_at > helpdesk.clock()
    );
END
$$;

COMMENT ON FUNCTION helpdesk.is_live_api_token IS 'Whether it is a token of the person that is good.';

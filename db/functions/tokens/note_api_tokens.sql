CREATE OR REPLACE FUNCTION helpdesk.note_api_tokens(p_token_hashes bytea[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.api_token AS t
    SET used_at = helpdesk.clock()
    FROM (
        SELECT u.api_token_id
        FROM helpdesk.api_token AS u
        WHERE u.token_hash = ANY (p_token_hashes)
            AND u.revoked_at IS NULL
            AND u.expires_at > helpdesk.clock()
            AND (u.used_at IS NULL OR u.used_at < helpdesk.clock() - interval '1 minute')
        -- Whoever has it is noting the same.
        FOR NO KEY UPDATE SKIP LOCKED
    ) AS used
    WHERE t.api_token_id = used.api_token_id;
END;

COMMENT ON FUNCTION helpdesk.note_api_tokens IS
'Notes that tokens were used; writes, and locks a row, at most once a minute, and never waits.';
GRANT EXECUTE ON FUNCTION helpdesk.note_api_tokens TO worker;

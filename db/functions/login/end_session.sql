CREATE OR REPLACE FUNCTION helpdesk.end_session(p_token_hash bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.session AS s
    SET ended_at = helpdesk.clock(), ended_because = 'signed_out'
    FROM helpdesk.refresh_token AS t
    WHERE t.token_hash = p_token_hash AND s.session_id = t.session_id AND s.ended_at IS NULL;
END;

COMMENT ON FUNCTION helpdesk.end_session IS
'Signs out the session of a refresh token, in force or replaced; nothing happens where there is none.';
GRANT EXECUTE ON FUNCTION helpdesk.end_session TO doorkeeper;

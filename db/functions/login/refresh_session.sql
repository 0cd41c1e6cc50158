CREATE OR REPLACE FUNCTION helpdesk.refresh_session(
    p_token_hash bytea,
    p_successor_hash bytea,
    p_network text,
    p_client text
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_now timestamptz := helpdesk.clock();
    v_session helpdesk.session;
    v_rotated_at timestamptz;
BEGIN
    -- One at a time: what is read of the token below is what the one before has left.
    SELECT s.* INTO v_session
    FROM helpdesk.session AS s
    JOIN helpdesk.person AS p ON p.person_id = s.person_id
    WHERE s.session_id = (SELECT t.session_id FROM helpdesk.refresh_token AS t WHERE t.token_hash = p_token_hash)
        AND s.ended_at IS NULL AND s.expires_at > v_now
        AND p.is_active AND NOT p.is_guest
    FOR UPDATE OF s;
    IF NOT FOUND THEN
        RETURN helpdesk.login_refusal('PD029', 'the session has ended');
    END IF;
    SELECT t.rotated_at INTO v_rotated_at FROM helpdesk.refresh_token AS t WHERE t.token_hash = p_token_hash;
    IF v_rotated_at IS NULL THEN
        UPDATE helpdesk.refresh_token AS t SET rotated_at = v_now WHERE t.token_hash = p_token_hash;
        INSERT INTO helpdesk.refresh_token (token_hash, session_id) VALUES (p_successor_hash, v_session.session_id);
        UPDATE helpdesk.session AS s
        SET used_at = v_now,
            network = p_network,
            client = left(p_client, 200),
            expires_at = least(
                v_now + make_interval(days => helpdesk.setting_int('session_idle_days')),
                s.started_at + make_interval(days => helpdesk.setting_int('session_days'))
            )
        WHERE s.session_id = v_session.session_id;
    -- Two tabs at once, or an answer that was lost: both get the one successor, so that the family has no branches.
    ELSIF v_rotated_at < v_now - make_interval(secs => helpdesk.setting_int('refresh_grace_seconds'))
        OR NOT EXISTS (
            SELECT
            FROM helpdesk.refresh_token AS t
            WHERE t.token_hash = p_successor_hash AND t.session_id = v_session.session_id AND t.rotated_at IS NULL
        )
    THEN
        UPDATE helpdesk.session AS s
        SET ended_at = v_now, ended_because = 'reused'
        WHERE s.session_id = v_session.session_id;
        PERFORM helpdesk.queue_mail('session_reused', v_session.person_id);
        RETURN helpdesk.login_refusal('PD029', 'the session has ended');
    END IF;
    RETURN helpdesk.session_grant(v_session.session_id);
END
$$;

COMMENT ON FUNCTION helpdesk.refresh_session IS
'Puts the successor in place of a refresh token and gives what session_grant gives; or refusal PD029 for a token that '
'is not known or whose session is over. One that was replaced more than refresh_grace_seconds ago was stolen, from the '
'client or by it: it ends the session, which its person is told.';
GRANT EXECUTE ON FUNCTION helpdesk.refresh_session TO doorkeeper;

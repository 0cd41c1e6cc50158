CREATE OR REPLACE FUNCTION helpdesk.add_session(
    p_person_id bigint,
    p_token_hash bytea,
    p_network text,
    p_client text
)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_session_id bigint;
BEGIN
    INSERT INTO helpdesk.session (person_id, expires_at, network, client)
    VALUES (
        p_person_id,
        helpdesk.clock() + make_interval(
            days => least(helpdesk.setting_int('session_idle_days'), helpdesk.setting_int('session_days'))
        ),
        p_network,
        left(p_client, 200)
    )
    RETURNING session_id INTO v_session_id;
    INSERT INTO helpdesk.refresh_token (token_hash, session_id) VALUES (p_token_hash, v_session_id);
    UPDATE helpdesk.session AS s
    SET ended_at = helpdesk.clock(), ended_because = 'crowded_out'
    WHERE s.session_id IN (
        SELECT o.session_id
        FROM helpdesk.session AS o
        WHERE o.person_id = p_person_id AND o.ended_at IS NULL
        ORDER BY o.used_at DESC, o.session_id DESC
        OFFSET helpdesk.setting_int('session_limit')
    );
    RETURN v_session_id;
END
$$;

COMMENT ON FUNCTION helpdesk.add_session IS
'A new session with its first refresh token. Of more than session_limit the ones used longest ago end.';

CREATE OR REPLACE FUNCTION helpdesk.find_login_actor(
    p_token_hash bytea,
    OUT person_id bigint,
    OUT session_id bigint,
    OUT is_proved boolean
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := helpdesk.clock();
    v_since timestamptz;
    v_changed_at timestamptz;
    v_proved_since timestamptz := v_now - make_interval(mins => helpdesk.setting_int('proof_minutes'));
BEGIN
    -- Locked until the end: a challenge is good once, and a change of the password comes before or after.
    SELECT c.person_id, true, c.created_at INTO person_id, is_proved, v_since
    FROM helpdesk.login_challenge AS c
    JOIN helpdesk.person AS p ON p.person_id = c.person_id
    WHERE c.token_hash = p_token_hash AND c.expires_at > v_now AND p.is_active AND NOT p.is_guest
    FOR UPDATE OF c
    FOR SHARE OF p;
    IF FOUND THEN
        -- Who signs in by a provider need not have a password.
        SELECT k.changed_at INTO v_changed_at
        FROM helpdesk.credential AS k
        WHERE k.person_id = find_login_actor.person_id
        FOR SHARE;
        IF v_changed_at > v_since THEN
            person_id := NULL;
            is_proved := NULL;
        END IF;
        RETURN;
    END IF;
    SELECT s.person_id, s.session_id, s.proved_at > v_proved_since INTO person_id, session_id, is_proved
    FROM helpdesk.refresh_token AS t
    JOIN helpdesk.session AS s ON s.session_id = t.session_id
    JOIN helpdesk.person AS p ON p.person_id = s.person_id
    WHERE t.token_hash = p_token_hash AND t.rotated_at IS NULL
        AND s.ended_at IS NULL AND s.expires_at > v_now
        AND p.is_active AND NOT p.is_guest
    FOR NO KEY UPDATE OF s
    FOR SHARE OF p;
END
$$;

COMMENT ON FUNCTION helpdesk.find_login_actor IS
'Who holds a token: of a challenge (no session yet, the password was right or a provider knows them), or the refresh '
'token in force of a session. is_proved: they have shown just now that it is them, the last proof_minutes. Nulls: '
'nobody does.';

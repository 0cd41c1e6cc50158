CREATE OR REPLACE FUNCTION helpdesk.find_login_actor(
    p_token_hash bytea,
    p_credential_id bytea DEFAULT NULL,
    OUT person_id bigint,
    OUT session_id bigint,
    OUT is_proved boolean,
    OUT is_alone boolean
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := helpdesk.clock();
    v_proved_since timestamptz := v_now - make_interval(mins => helpdesk.setting_int('proof_minutes'));
    v_challenge helpdesk.login_challenge;
    v_changed_at timestamptz;
BEGIN
    -- Locked until the end: a challenge is good once, and a change of the password comes before or after.
    SELECT * INTO v_challenge
    FROM helpdesk.login_challenge AS c
    WHERE c.token_hash = p_token_hash AND c.session_id IS NULL AND c.expires_at > v_now
    FOR UPDATE;
    IF FOUND THEN
        SELECT p.person_id INTO person_id
        FROM helpdesk.person AS p
        WHERE p.person_id = coalesce(
                v_challenge.person_id,
                (SELECT k.person_id FROM helpdesk.passkey AS k WHERE k.credential_id = p_credential_id)
            )
            AND p.is_active AND NOT p.is_guest
        FOR SHARE;
        is_proved := v_challenge.person_id IS NOT NULL;
        is_alone := v_challenge.person_id IS NULL;
        -- Who signs in by a provider need not have a password.
        SELECT k.changed_at INTO v_changed_at
        FROM helpdesk.credential AS k
        WHERE k.person_id = v_challenge.person_id
        FOR SHARE;
        IF v_changed_at > v_challenge.created_at THEN
            person_id := NULL;
        END IF;
        RETURN;
    END IF;
    SELECT s.person_id, s.session_id, s.proved_at > v_proved_since, false
    INTO person_id, session_id, is_proved, is_alone
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
'Who holds a token: of a challenge (no session yet; the password was right, a provider knows them, or else a passkey '
'says who it is), or the refresh token in force of a session. is_proved: they have shown just now, the last '
'proof_minutes, that it is them. is_alone: by a passkey only. Nulls: nobody does.';

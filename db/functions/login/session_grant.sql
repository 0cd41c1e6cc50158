CREATE OR REPLACE FUNCTION helpdesk.session_grant(p_session_id bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT jsonb_build_object(
        'person_id', p.person_id,
        'role', p.role,
        'session_id', s.session_id,
        'key_id', helpdesk.current_signing_key_id(),
        'access_seconds', 60 * helpdesk.setting_int('access_token_minutes'),
        'refresh_seconds', floor(extract(epoch FROM s.expires_at - helpdesk.clock()))::int
    )
    FROM helpdesk.session AS s
    JOIN helpdesk.person AS p ON p.person_id = s.person_id
    WHERE s.session_id = p_session_id;
END;

COMMENT ON FUNCTION helpdesk.session_grant IS
'What the tokens of a session say, for how many seconds, and the key that signs them: {person_id, role, session_id, '
'key_id, access_seconds, refresh_seconds}.';

CREATE FUNCTION api.impersonate(person_id bigint, reason text) RETURNS api.impersonations
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_until timestamptz := helpdesk.clock() + make_interval(mins => helpdesk.setting_int('impersonation_minutes'));
    v_key_id text := helpdesk.current_signing_key_id();
    v_person helpdesk.person;
    v_session_id bigint;
    v_result api.impersonations;
BEGIN
    PERFORM helpdesk.require('people.impersonate');
    IF helpdesk.impersonator_id() IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD094', 'who acts as somebody else does not go on to act as another');
    END IF;
    -- Locked, so that a deactivation comes before the session, or ends it.
    SELECT * INTO v_person FROM helpdesk.person AS p WHERE p.person_id = impersonate.person_id FOR SHARE;
    IF v_person.person_id IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('person %s not found', coalesce(impersonate.person_id::text, 'null')));
    ELSIF v_person.person_id = helpdesk.me() THEN
        PERFORM helpdesk.refuse('PD094', 'nobody acts as themselves');
    ELSIF v_person.is_guest OR NOT v_person.is_active THEN
        PERFORM helpdesk.refuse('PD094', format('%s does not sign in', v_person.name), NULL,
            'Choose somebody who is active and no guest.');
    ELSIF v_person.role = 'admin' AND NOT helpdesk.setting_bool('impersonate_admins') THEN
        PERFORM helpdesk.refuse('PD094', format('%s is an administrator', v_person.name),
            'Setting impersonate_admins says whether that is allowed.');
    END IF;
    INSERT INTO helpdesk.session (person_id, expires_at, network, client)
    VALUES (
        v_person.person_id, v_until, helpdesk.caller_network(),
        left(format('%s acts as %s', helpdesk.person_name(helpdesk.me()), v_person.name), 200)
    )
    RETURNING session_id INTO v_session_id;
    INSERT INTO helpdesk.impersonation (session_id, person_id, role, admin_id, reason, key_id, expires_at)
    VALUES (
        v_session_id, v_person.person_id, v_person.role, helpdesk.me(), coalesce(impersonate.reason, ''), v_key_id,
        v_until
    );
    PERFORM helpdesk.note_signed_token(v_key_id, v_until);
    PERFORM helpdesk.queue_mail('impersonated', v_person.person_id);
    SELECT * INTO v_result FROM api.impersonations AS i WHERE i.session_id = v_session_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.impersonate IS
$$Act as somebody else

For impersonation_minutes, with a reason. The person is told by mail and sees it in /rest/impersonations and
/rest/my_sessions, where they can end it; every change names both. POST /auth/impersonation calls it and signs the
token. As somebody else nobody changes what that person signs in with, their sessions or API tokens. Raises PD001,
PD002, PD094.$$;
GRANT EXECUTE ON FUNCTION api.impersonate TO admin;

CREATE FUNCTION api.revoke_session(session_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.session AS s
    SET
        ended_at = helpdesk.clock(),
        ended_because = CASE WHEN s.person_id = helpdesk.me() THEN 'revoked' ELSE 'ended_by_admin' END
    WHERE s.session_id = revoke_session.session_id
        AND (s.person_id = helpdesk.me() OR helpdesk.can('people.access'))
        AND s.ended_at IS NULL
        AND s.expires_at > helpdesk.clock();
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('session %s not found', revoke_session.session_id), NULL, 'See /rest/my_sessions.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.revoke_session IS
$$Sign out elsewhere

Ends one of the caller's sessions: from now on its tokens are refused. Administrators (permission people.access) end
anybody's, see /rest/sessions. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.revoke_session TO customer, agent, admin;

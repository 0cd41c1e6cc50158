CREATE FUNCTION api.end_impersonation(session_id bigint) RETURNS api.impersonations
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.impersonations;
BEGIN
    UPDATE helpdesk.session AS s
    SET ended_at = helpdesk.clock(), ended_because = 'revoked'
    FROM helpdesk.impersonation AS i
    WHERE i.session_id = end_impersonation.session_id
        AND s.session_id = i.session_id
        AND (i.person_id = helpdesk.me() OR helpdesk.can('people.impersonate'))
        AND s.ended_at IS NULL
        AND s.expires_at > helpdesk.clock();
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('impersonation %s not found', coalesce(end_impersonation.session_id::text, 'null')), NULL,
            'See /rest/impersonations for those that go on.'
        );
    END IF;
    SELECT * INTO v_result FROM api.impersonations AS i WHERE i.session_id = end_impersonation.session_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.end_impersonation IS
$$Stop somebody from acting as another person

By that person, by who may impersonate, and with the token of the impersonation: it is refused from now on. Raises
PD001.$$;
GRANT EXECUTE ON FUNCTION api.end_impersonation TO customer, agent, admin;

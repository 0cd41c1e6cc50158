CREATE OR REPLACE FUNCTION helpdesk.me() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_person_id bigint;
BEGIN
    -- Asked some ten times a request, and answered once: by hook.pre_request, for these claims and this role.
    IF session_user = 'authenticator' AND current_setting('helpdesk.me_of', true)
        = helpdesk.actor_role() || current_setting('request.jwt.claims', true) THEN
        RETURN current_setting('helpdesk.me', true);
    END IF;
    v_person_id := helpdesk.claims() ->> 'person_id';
    -- Writers without a token ask as often as the others do, for each audit row.
    IF v_person_id IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN (
        SELECT p.person_id
        FROM helpdesk.person AS p
        WHERE p.person_id = v_person_id
            AND p.is_active
            AND NOT p.is_guest
            AND helpdesk.actor_role() IN (p.role, 'system')
    );
END
$$;

COMMENT ON FUNCTION helpdesk.me IS
'The person of the token, if active and of the role that the token names; else NULL, which sees nothing.';
GRANT EXECUTE ON FUNCTION helpdesk.me TO anon, customer, agent, admin, worker;

CREATE OR REPLACE FUNCTION helpdesk.me() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT p.person_id
    FROM helpdesk.person AS p
    WHERE p.person_id = (helpdesk.claims() ->> 'person_id')::bigint
        AND p.is_active
        AND NOT p.is_guest
        AND helpdesk.actor_role() IN (p.role, 'system');
END;

COMMENT ON FUNCTION helpdesk.me() IS
'The person of the token, if active and of the role that the token names; else NULL, which sees nothing.';
GRANT EXECUTE ON FUNCTION helpdesk.me() TO anon, customer, agent, admin, worker;

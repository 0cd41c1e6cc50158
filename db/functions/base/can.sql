CREATE OR REPLACE FUNCTION helpdesk.can(p_permission text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_role text := helpdesk.actor_role();
    v_me bigint;
BEGIN
    IF v_role = 'system' THEN
        RETURN true;
    ELSIF v_role <> 'anon' THEN
        v_me := helpdesk.me();
        IF v_me IS NULL THEN
            IF helpdesk.my_guest_ticket_id() IS NULL THEN
                RETURN false;
            END IF;
            v_role := 'guest';
        ELSIF v_role <> 'customer' THEN
            RETURN EXISTS (
                SELECT 1
                FROM helpdesk.role_permission AS rp
                WHERE rp.permission = p_permission AND rp.role = (
                    SELECT helpdesk.desk_role_of(v_role, a) FROM helpdesk.agent AS a WHERE a.person_id = v_me
                )
            );
        END IF;
    END IF;
    RETURN EXISTS (
        SELECT 1 FROM helpdesk.role_permission AS rp WHERE rp.role = v_role AND rp.permission = p_permission
    );
END
$$;

COMMENT ON FUNCTION helpdesk.can IS 'Whether the caller''s desk role has the permission; see role_permission.';
GRANT EXECUTE ON FUNCTION helpdesk.can TO anon, customer, agent, admin, worker;

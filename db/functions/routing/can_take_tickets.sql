CREATE OR REPLACE FUNCTION helpdesk.can_take_tickets(p_person_id bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1
        FROM helpdesk.person AS p
        JOIN helpdesk.agent AS a USING (person_id)
        WHERE p.person_id = p_person_id AND p.is_active AND p.role <> 'customer' AND NOT a.is_light
    );
END
$$;

COMMENT ON FUNCTION helpdesk.can_take_tickets IS 'Whether the person is an active, full agent or admin.';

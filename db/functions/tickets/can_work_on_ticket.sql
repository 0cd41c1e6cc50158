CREATE OR REPLACE FUNCTION helpdesk.can_work_on_ticket(p_ticket helpdesk.ticket) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT CASE helpdesk.actor_role()
            WHEN 'system' THEN true
            WHEN 'customer' THEN p_ticket.deleted_at IS NULL AND (
                p_ticket.requester_id = helpdesk.me() OR p_ticket.organisation_id = helpdesk.my_shared_organisation_id()
            )
            WHEN 'anon' THEN false
            ELSE p_ticket.deleted_at IS NULL AND (
                helpdesk.sees_all_tickets()
                OR p_ticket.department_id = ANY (helpdesk.my_department_ids())
                OR p_ticket.assignee_id = helpdesk.me()
            )
        END IS TRUE
    );
END
$$;

COMMENT ON FUNCTION helpdesk.can_work_on_ticket IS
'Whether the caller sees the ticket by role, department or as its own; the same rule as the policies on '
'helpdesk.ticket.';
GRANT EXECUTE ON FUNCTION helpdesk.can_work_on_ticket TO agent, admin;

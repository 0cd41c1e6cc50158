CREATE OR REPLACE FUNCTION helpdesk.can_see_ticket(p_ticket helpdesk.ticket) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT helpdesk.can_work_on_ticket(p_ticket) OR (
            p_ticket.deleted_at IS NULL
            AND helpdesk.actor_role() IN ('agent', 'admin')
            AND EXISTS (
                SELECT 1
                FROM helpdesk.mention AS m
                WHERE m.ticket_id = p_ticket.ticket_id AND m.mentioned_id = helpdesk.me()
            )
        ) OR (
            p_ticket.deleted_at IS NULL
            AND helpdesk.actor_role() = 'customer'
            AND EXISTS (
                SELECT 1
                FROM helpdesk.ticket_participant AS p
                WHERE p.ticket_id = p_ticket.ticket_id AND p.person_id = helpdesk.me()
            )
        )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.can_see_ticket IS
'Whether the caller may read the ticket: works on it, was mentioned on it, or takes part by CC.';

CREATE FUNCTION api.restore_ticket(ticket_id bigint) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ticket helpdesk.ticket;
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.require('tickets.delete');
    UPDATE helpdesk.ticket AS t
    SET deleted_at = NULL
    WHERE t.ticket_id = restore_ticket.ticket_id AND t.deleted_at IS NOT NULL
    RETURNING * INTO v_ticket;
    IF v_ticket.ticket_id IS NULL OR NOT helpdesk.can_work_on_ticket(v_ticket) THEN
        PERFORM helpdesk.refuse(
            'PD001', format('deleted ticket %s not found', coalesce(restore_ticket.ticket_id::text, 'null'))
        );
    END IF;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = restore_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.restore_ticket IS
$$Bring back a deleted ticket

Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.restore_ticket TO agent, admin;

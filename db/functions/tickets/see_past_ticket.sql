CREATE OR REPLACE FUNCTION helpdesk.see_past_ticket(p_ticket_id bigint) RETURNS helpdesk.ticket
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket;
    v_restored helpdesk.ticket;
BEGIN
    SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id;
    IF v_ticket.deleted_at IS NULL THEN
        RETURN helpdesk.see_ticket(p_ticket_id);
    END IF;
    v_restored := v_ticket;
    v_restored.deleted_at := NULL;
    IF NOT (helpdesk.can('tickets.delete') AND helpdesk.can_work_on_ticket(v_restored)) THEN
        PERFORM helpdesk.refuse('PD001', format('ticket %s not found', p_ticket_id));
    END IF;
    RETURN v_ticket;
END
$$;

COMMENT ON FUNCTION helpdesk.see_past_ticket IS
'A ticket that the caller may read or, if it is deleted, may bring back; not locked. Raises PD001.';

CREATE OR REPLACE FUNCTION helpdesk.see_reference(p_reference text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket;
BEGIN
    SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.reference = p_reference;
    IF v_ticket.ticket_id IS NULL OR NOT helpdesk.can_see_ticket(v_ticket) THEN
        PERFORM helpdesk.refuse('PD001', format('ticket %s not found', coalesce(left(p_reference, 100), 'null')));
    END IF;
    RETURN v_ticket.ticket_id;
END
$$;

COMMENT ON FUNCTION helpdesk.see_reference IS
'The id of the ticket with this reference, which the caller may read; of others not even that. Raises PD001.';

CREATE OR REPLACE FUNCTION helpdesk.see_ticket(p_ticket_id bigint) RETURNS helpdesk.ticket
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket;
BEGIN
    SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id;
    IF v_ticket.ticket_id IS NULL OR NOT helpdesk.can_see_ticket(v_ticket) THEN
        PERFORM helpdesk.refuse('PD001', format('ticket %s not found', coalesce(p_ticket_id::text, 'null')));
    END IF;
    RETURN v_ticket;
END
$$;

COMMENT ON FUNCTION helpdesk.see_ticket IS 'A ticket that the caller may read, not locked. Raises PD001.';
GRANT EXECUTE ON FUNCTION helpdesk.see_ticket TO agent, admin;

CREATE OR REPLACE FUNCTION helpdesk.require_visible_ticket(p_ticket_id bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id AND helpdesk.can_see_ticket(t);
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse('PD001', format('ticket %s not found', coalesce(p_ticket_id::text, 'null')));
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.require_visible_ticket(bigint) IS
'The gate of functions that only read a ticket and must run in read-only transactions: raises PD001 unless the caller sees it.';

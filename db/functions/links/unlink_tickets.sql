CREATE OR REPLACE FUNCTION helpdesk.unlink_tickets(p_ticket_id bigint, p_other_id bigint, p_kind text DEFAULT NULL)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_count bigint;
BEGIN
    PERFORM helpdesk.lock_tickets(ARRAY[p_ticket_id, p_other_id], 'tickets.link');
    DELETE FROM helpdesk.ticket_link AS l
    WHERE least(l.from_id, l.to_id) = least(p_ticket_id, p_other_id)
        AND greatest(l.from_id, l.to_id) = greatest(p_ticket_id, p_other_id)
        AND l.kind = coalesce(p_kind, l.kind);
    GET DIAGNOSTICS v_count = ROW_COUNT;
    IF v_count = 0 THEN
        PERFORM helpdesk.refuse('PD001', format('tickets %s and %s are not linked', p_ticket_id, p_other_id));
    END IF;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION helpdesk.unlink_tickets IS
'Removes the links between two tickets, of one kind or all. Raises PD001, PD002.';

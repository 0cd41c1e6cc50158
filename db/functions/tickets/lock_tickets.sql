CREATE OR REPLACE FUNCTION helpdesk.lock_tickets(p_ticket_ids bigint[], p_permission text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket_id bigint;
BEGIN
    FOR v_ticket_id IN SELECT DISTINCT u.id FROM unnest(p_ticket_ids) AS u(id) ORDER BY u.id LOOP
        PERFORM helpdesk.lock_ticket(v_ticket_id, p_permission);
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_tickets IS
'The gate of verbs about several tickets: lock_ticket for each, in id order, so that two callers never wait for each '
'other. Raises PD001, PD002, PD015.';

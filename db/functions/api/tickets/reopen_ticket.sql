CREATE FUNCTION api.reopen_ticket(ticket_id bigint, version int DEFAULT NULL) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ticket helpdesk.ticket;
    v_result api.tickets;
BEGIN
    v_ticket := helpdesk.lock_ticket(
        reopen_ticket.ticket_id,
        CASE helpdesk.actor_role() WHEN 'customer' THEN 'tickets.reopen' ELSE 'tickets.status' END,
        reopen_ticket.version
    );
    IF helpdesk.actor_role() = 'customer' AND v_ticket.requester_id IS DISTINCT FROM helpdesk.acting_person_id()
        THEN
        PERFORM helpdesk.refuse(
            'PD002', format('only its requester or staff may reopen ticket %s', v_ticket.reference)
        );
    END IF;
    IF helpdesk.actor_role() = 'customer' AND NOT helpdesk.setting_bool('allow_customer_reopen') THEN
        PERFORM helpdesk.refuse(
            'PD012', 'setting allow_customer_reopen forbids reopening', NULL, 'Reply to the ticket, or open another.'
        );
    END IF;
    UPDATE helpdesk.ticket AS t SET status = 'reopened' WHERE t.ticket_id = reopen_ticket.ticket_id;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = reopen_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.reopen_ticket IS
$$Reopen a resolved or closed ticket

Customers their own, if setting allow_customer_reopen is on. version: what the caller saw; refused with PD005 if the
ticket has changed since. Raises PD001, PD002, PD003, PD005, PD012.$$;
GRANT EXECUTE ON FUNCTION api.reopen_ticket TO customer, agent, admin;

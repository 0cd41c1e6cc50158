CREATE FUNCTION api.follow_ticket(ticket_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.lock_ticket(follow_ticket.ticket_id, 'tickets.follow');
    PERFORM helpdesk.follow(follow_ticket.ticket_id, helpdesk.me());
END
$$;

COMMENT ON FUNCTION api.follow_ticket IS
$$Follow a ticket

Followers get the same notices as the assignee. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.follow_ticket TO agent, admin;

CREATE FUNCTION api.unfollow_ticket(ticket_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.lock_ticket(unfollow_ticket.ticket_id, 'tickets.follow');
    DELETE FROM helpdesk.ticket_follower AS f
    WHERE f.ticket_id = unfollow_ticket.ticket_id AND f.person_id = helpdesk.me();
END
$$;

COMMENT ON FUNCTION api.unfollow_ticket IS
$$Stop following a ticket

Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.unfollow_ticket TO agent, admin;

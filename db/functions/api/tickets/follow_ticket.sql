CREATE FUNCTION api.follow_ticket(ticket_id bigint, is_following boolean DEFAULT true) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(follow_ticket.ticket_id, 'tickets.follow');
    IF follow_ticket.is_following THEN
        PERFORM helpdesk.follow(follow_ticket.ticket_id, helpdesk.me());
    ELSE
        DELETE FROM helpdesk.ticket_follower AS f
        WHERE f.ticket_id = follow_ticket.ticket_id AND f.person_id = helpdesk.me();
    END IF;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = follow_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.follow_ticket IS
$$Follow a ticket, or stop following it

Followers get the same notices as the assignee. is_following false: stop. Returns the ticket, whose is_followed says
what holds now. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.follow_ticket TO agent, admin;

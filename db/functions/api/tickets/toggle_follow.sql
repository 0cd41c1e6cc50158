CREATE FUNCTION api.toggle_follow(ticket_id bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.lock_ticket(toggle_follow.ticket_id, 'tickets.follow');
    DELETE FROM helpdesk.ticket_follower AS f
    WHERE f.ticket_id = toggle_follow.ticket_id AND f.person_id = helpdesk.me();
    IF FOUND THEN
        RETURN false;
    END IF;
    PERFORM helpdesk.follow(toggle_follow.ticket_id, helpdesk.me());
    RETURN true;
END
$$;

COMMENT ON FUNCTION api.toggle_follow IS
$$Follow a ticket, or stop following it

Returns whether the caller follows it now. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.toggle_follow TO agent, admin;

CREATE FUNCTION api.unlink_tickets(from_id bigint, to_id bigint, kind text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.lock_tickets(ARRAY[unlink_tickets.from_id, unlink_tickets.to_id], 'tickets.link');
    DELETE FROM helpdesk.ticket_link AS l
    WHERE least(l.from_id, l.to_id) = least(unlink_tickets.from_id, unlink_tickets.to_id)
        AND greatest(l.from_id, l.to_id) = greatest(unlink_tickets.from_id, unlink_tickets.to_id)
        AND l.kind = coalesce(unlink_tickets.kind, l.kind);
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('tickets %s and %s are not linked', unlink_tickets.from_id, unlink_tickets.to_id)
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.unlink_tickets IS
$$Remove the links between two tickets

In whichever order they are named; of all kinds, or of the one given. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.unlink_tickets TO agent, admin;

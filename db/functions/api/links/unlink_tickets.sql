CREATE FUNCTION api.unlink_tickets(from_id bigint, to_id bigint, kind text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.unlink_tickets(unlink_tickets.from_id, unlink_tickets.to_id, unlink_tickets.kind);
END
$$;

COMMENT ON FUNCTION api.unlink_tickets IS
$$Remove the links between two tickets

In whichever order they are named; of all kinds, or of the one given. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.unlink_tickets TO agent, admin;

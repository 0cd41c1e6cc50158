CREATE FUNCTION api.delete_ticket(ticket_id bigint, version int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.lock_ticket(delete_ticket.ticket_id, 'tickets.delete', delete_ticket.version);
    UPDATE helpdesk.ticket AS t SET deleted_at = helpdesk.clock() WHERE t.ticket_id = delete_ticket.ticket_id;
END
$$;

COMMENT ON FUNCTION api.delete_ticket IS
$$Delete a ticket

Nobody sees it any more; rpc/restore_ticket brings it back. version: what the caller saw; refused with PD005 if the
ticket has changed since. Raises PD001, PD002, PD005.$$;
GRANT EXECUTE ON FUNCTION api.delete_ticket TO agent, admin;

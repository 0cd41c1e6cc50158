CREATE FUNCTION api.unmerge_ticket(ticket_id bigint) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.unmerge_ticket(unmerge_ticket.ticket_id);
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = unmerge_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.unmerge_ticket IS
$$Undo a merge

The merged ticket gets back its status and exactly what was moved; what was written since stays where it is. Possible
for the hours of setting unmerge_within_hours (24). Returns the ticket that is no longer merged. Raises PD001, PD002,
PD503.$$;
GRANT EXECUTE ON FUNCTION api.unmerge_ticket TO agent, admin;

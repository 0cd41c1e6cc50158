CREATE FUNCTION api.next_ticket(claim boolean DEFAULT false, skip bigint[] DEFAULT '{}') RETURNS SETOF api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' ROWS 1
AS $$
#variable_conflict use_column
DECLARE
    v_ticket_id bigint := helpdesk.next_ticket(coalesce(next_ticket.claim, false), next_ticket.skip);
BEGIN
    RETURN QUERY SELECT * FROM api.tickets AS t WHERE t.ticket_id = v_ticket_id;
END
$$;

COMMENT ON FUNCTION api.next_ticket IS
$$The ticket to work on next

Of those assigned to the caller and the unassigned ones of the caller's departments: what is due first (SLA, due date),
then by priority, then the oldest. claim: assign it to the caller; two callers never get the same one. skip: tickets to
leave out. No row: nothing waits. Raises PD002.$$;
GRANT EXECUTE ON FUNCTION api.next_ticket TO agent, admin;

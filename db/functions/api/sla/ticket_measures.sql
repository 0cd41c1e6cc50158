CREATE FUNCTION api.ticket_measures(ticket_id bigint, as_of timestamptz DEFAULT NULL)
RETURNS TABLE (
    agent_work_minutes double precision,
    agent_work_business_minutes double precision,
    requester_wait_minutes double precision,
    requester_wait_business_minutes double precision,
    on_hold_minutes double precision,
    on_hold_business_minutes double precision
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.see_ticket(ticket_measures.ticket_id);
    RETURN QUERY
    SELECT m.*
    FROM helpdesk.measure_ticket(
        ticket_measures.ticket_id, helpdesk.require_near(ticket_measures.as_of, 'as_of')
    ) AS m;
END
$$;

COMMENT ON FUNCTION api.ticket_measures IS
$$How long a ticket was worked on, waited for and on hold

agent_work: while its status meant new or open; requester_wait: new, open or on hold; on_hold: on hold. Minutes by the
clock on the wall and in business time (of the calendar that applied when each stretch began), up to as_of (default
now). While the requester was asked (pending), when it was solved and while it was deleted, nothing counts. From the
event log. Raises PD001 if the ticket is not visible.$$;
GRANT EXECUTE ON FUNCTION api.ticket_measures TO agent, admin;

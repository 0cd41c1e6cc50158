CREATE OR REPLACE FUNCTION helpdesk.capacity_refusal(
    p_ticket helpdesk.ticket,
    p_assignee_id bigint,
    p_detail text DEFAULT NULL
)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.refusal(
        'PD702', format('%s has no room for ticket %s', helpdesk.person_name(p_assignee_id), p_ticket.reference),
        p_detail
    );
END
$$;

COMMENT ON FUNCTION helpdesk.capacity_refusal IS 'Why an agent who has all that they can take does not get a ticket.';

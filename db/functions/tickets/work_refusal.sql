CREATE OR REPLACE FUNCTION helpdesk.work_refusal(p_ticket helpdesk.ticket) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF helpdesk.actor_role() = 'customer' THEN
        RETURN helpdesk.refusal(
            'PD002', format('ticket %s belongs to somebody else', p_ticket.reference),
            'You take part in it: you may read it and reply.'
        );
    END IF;
    RETURN helpdesk.refusal(
        'PD002', format('ticket %s belongs to another department', p_ticket.reference),
        'You see it since you were mentioned, or asked for an approval: you may read it and write notes.',
        'Ask the department to assign or transfer the ticket.'
    );
END
$$;

COMMENT ON FUNCTION helpdesk.work_refusal IS 'Why the caller, who sees a ticket, may not work on it.';

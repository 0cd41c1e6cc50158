CREATE OR REPLACE FUNCTION helpdesk.merged_refusal(p_ticket helpdesk.ticket) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.refusal(
        'PD015', format('ticket %s has been merged', p_ticket.reference),
        format('It was merged into ticket %s.', p_ticket.merged_into_id)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.merged_refusal IS 'Why a merged ticket is not changed.';

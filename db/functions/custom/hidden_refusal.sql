CREATE OR REPLACE FUNCTION helpdesk.hidden_refusal(p_fields text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.refusal(
        'PD801', format('custom fields are not shown on this ticket: %s', p_fields),
        'The ticket does not fit their conditions.', 'See rpc/shown_fields; leave them out or empty.'
    );
END
$$;

COMMENT ON FUNCTION helpdesk.hidden_refusal IS 'Why fields that a ticket does not show take no value.';

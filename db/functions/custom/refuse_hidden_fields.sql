CREATE OR REPLACE FUNCTION helpdesk.refuse_hidden_fields(p_ticket_id bigint, p_values jsonb) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_fields text := (SELECT h.fields FROM helpdesk.find_hidden_fields(ARRAY[p_ticket_id], p_values) AS h);
BEGIN
    IF v_fields IS NOT NULL THEN
        PERFORM helpdesk.raise_refusal(helpdesk.hidden_refusal(v_fields));
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.refuse_hidden_fields IS
'Refuses values, written already, for fields that the ticket does not show now. Raises PD801.';

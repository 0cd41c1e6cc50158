CREATE OR REPLACE FUNCTION helpdesk.match_tickets(
    p_predicate text,
    p_conditions jsonb,
    p_as_of timestamptz,
    p_ticket_ids bigint[]
) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket_ids bigint[];
BEGIN
    EXECUTE format(
        'SELECT array_agg(v.ticket_id ORDER BY v.ticket_id)
         FROM helpdesk.rule_ticket AS v
         WHERE v.ticket_id = ANY ($3) AND v.deleted_at IS NULL AND (%s)', p_predicate
    ) INTO v_ticket_ids USING p_conditions, p_as_of, p_ticket_ids;
    RETURN v_ticket_ids;
END
$$;

COMMENT ON FUNCTION helpdesk.match_tickets(text, jsonb, timestamptz, bigint[]) IS
'Which of the tickets a compiled condition matches, as of an instant; in id order, NULL for none.';

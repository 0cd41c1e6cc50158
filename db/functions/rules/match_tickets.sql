CREATE OR REPLACE FUNCTION helpdesk.match_tickets(p_rule helpdesk.rule, p_as_of timestamptz, p_ticket_ids bigint[])
RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
AS $$
DECLARE
    v_ticket_ids bigint[];
BEGIN
    PERFORM helpdesk.begin_matching();
    EXECUTE format(
        'SELECT array_agg(v.ticket_id ORDER BY v.ticket_id)
         FROM helpdesk.rule_ticket AS v
         WHERE v.ticket_id = ANY ($3) AND v.deleted_at IS NULL AND %s AND (%s)',
        helpdesk.swept_tickets_predicate(p_rule.kind), p_rule.predicate
    ) INTO v_ticket_ids USING p_rule.conditions, p_as_of, p_ticket_ids;
    PERFORM helpdesk.end_matching();
    RETURN v_ticket_ids;
END
$$;

COMMENT ON FUNCTION helpdesk.match_tickets IS
'Which of the tickets a rule matches, as of an instant; in id order, NULL for none.';

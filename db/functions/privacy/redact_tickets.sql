CREATE OR REPLACE FUNCTION helpdesk.redact_tickets(p_ticket_ids bigint[], p_text text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_table helpdesk.personal_table;
    v_counts jsonb := '{}';
BEGIN
    FOR v_table IN SELECT * FROM helpdesk.personal_table AS t WHERE t.of_tickets IS NOT NULL ORDER BY t.position LOOP
        v_counts := helpdesk.add_counts(
            v_counts, helpdesk.remove_words(v_table, 'ticket_id', p_ticket_ids, ARRAY[p_text], '[redacted]')
        );
    END LOOP;
    RETURN v_counts;
END
$$;

COMMENT ON FUNCTION helpdesk.redact_tickets IS
'Puts a mark in place of a text everywhere in these tickets; returns how many rows had it, by table.';

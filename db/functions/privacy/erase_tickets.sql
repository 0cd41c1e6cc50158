CREATE OR REPLACE FUNCTION helpdesk.erase_tickets(p_ticket_ids bigint[]) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_table helpdesk.personal_table;
    v_counts jsonb := '{}';
BEGIN
    FOR v_table IN SELECT * FROM helpdesk.personal_table AS t WHERE t.of_tickets IS NOT NULL ORDER BY t.position LOOP
        v_counts := helpdesk.add_counts(
            v_counts, helpdesk.remove_words(v_table, 'ticket_id', p_ticket_ids, NULL, '[erased]')
        );
    END LOOP;
    RETURN v_counts;
END
$$;

COMMENT ON FUNCTION helpdesk.erase_tickets IS
'Takes all words out of tickets; who had them, when and how they went stays. Returns how many rows, by table.';

CREATE OR REPLACE FUNCTION helpdesk.keys_of_sort(p_sort text) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = ''
BEGIN ATOMIC
    SELECT CASE split_part(p_sort, '.', 1)
        WHEN 'priority' THEN '{priority_rank,updated_at,ticket_id}'::text[]
        ELSE ARRAY[split_part(p_sort, '.', 1), 'ticket_id']
    END;
END;

COMMENT ON FUNCTION helpdesk.keys_of_sort IS 'Columns of ticket by which a list is ordered, the last of them unique.';

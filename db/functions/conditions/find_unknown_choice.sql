CREATE OR REPLACE FUNCTION helpdesk.find_unknown_choice(p_choices text, p_values jsonb) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_is_id boolean := p_choices LIKE '%\_id';
    v_unknown text;
BEGIN
    EXECUTE format(
        'SELECT v.value
         FROM jsonb_array_elements_text($1) AS v(value)
         WHERE CASE
             WHEN %L AND v.value LIKE ''@%%'' THEN false
             ELSE NOT EXISTS (SELECT 1 FROM helpdesk.%I AS c WHERE c.%I = v.value::%s)
         END
         LIMIT 1',
        v_is_id, split_part(p_choices, '.', 1), split_part(p_choices, '.', 2),
        CASE WHEN v_is_id THEN 'bigint' ELSE 'text' END
    ) INTO v_unknown USING p_values;
    RETURN v_unknown;
END
$$;

COMMENT ON FUNCTION helpdesk.find_unknown_choice IS
'The first of the values that table.column of helpdesk does not hold, or NULL; instead of an id, @me and @mine are '
'known.';

CREATE OR REPLACE FUNCTION helpdesk.write_custom_values(p_object text, p_ids bigint[], p_values jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_object helpdesk.custom_object;
    v_columns text;
    v_sources text;
BEGIN
    SELECT * INTO v_object FROM helpdesk.custom_object AS o WHERE o.object = p_object;
    SELECT string_agg(format('%I', s.key), ', '), string_agg(s.source, ', ') INTO v_columns, v_sources
    FROM helpdesk.list_custom_sources(p_object, p_values) AS s;
    IF v_columns IS NULL THEN
        RETURN;
    END IF;
    -- Not one upsert: the row that an INSERT proposes is checked as new, even where the table has it already.
    EXECUTE format(
        'UPDATE helpdesk.%I AS c SET (%s) = ROW(%s) WHERE c.%I = ANY ($1) AND ROW(%s) IS DISTINCT FROM ROW(%s)',
        v_object.storage, v_columns, v_sources, v_object.key_column, 'c.' || replace(v_columns, ', ', ', c.'), v_sources
    ) USING p_ids, p_values;
    EXECUTE format(
        'INSERT INTO helpdesk.%1$I AS c (%2$I, %3$s)
         SELECT i.id, %4$s FROM unnest($1) AS i(id)
         WHERE NOT EXISTS (SELECT 1 FROM helpdesk.%1$I AS h WHERE h.%2$I = i.id) GROUP BY i.id ORDER BY i.id
         ON CONFLICT (%2$I) DO UPDATE SET (%3$s) = ROW(%5$s)',
        v_object.storage, v_object.key_column, v_columns, v_sources,
        'excluded.' || replace(v_columns, ', ', ', excluded.')
    ) USING p_ids, p_values;
END
$$;

COMMENT ON FUNCTION helpdesk.write_custom_values IS
'Writes {"key": value} to tickets, people or organisations in two statements, whatever their number; fields that are '
'not named stay. The caller holds the lock of tickets. Raises PD002, PD801.';

CREATE OR REPLACE FUNCTION helpdesk.save_record(
    p_object text,
    p_name text,
    p_values jsonb,
    p_record_id bigint,
    p_version int
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_object helpdesk.custom_object := helpdesk.lock_record(p_object, p_record_id, p_version);
    v_columns text;
    v_sources text;
    v_result jsonb;
BEGIN
    SELECT coalesce(string_agg(', ' || format('%I', s.key), ''), ''), coalesce(string_agg(', ' || s.source, ''), '')
    INTO v_columns, v_sources
    FROM helpdesk.list_custom_sources(p_object, coalesce(p_values, '{}')) AS s;
    IF p_record_id IS NULL THEN
        EXECUTE format(
            'INSERT INTO helpdesk.%1$I AS r (name%2$s) SELECT $1%3$s RETURNING to_jsonb(r.*)', v_object.storage,
            v_columns, v_sources
        )
        INTO v_result USING p_name, coalesce(p_values, '{}');
    ELSE
        EXECUTE format(
            'UPDATE helpdesk.%1$I AS r SET (name%2$s) = ROW(coalesce($1, r.name)%3$s) WHERE r.record_id = $3'
            ' RETURNING to_jsonb(r.*)',
            v_object.storage, v_columns, v_sources
        ) INTO v_result USING p_name, coalesce(p_values, '{}'), p_record_id;
    END IF;
    RETURN v_result - ARRAY(SELECT f.key FROM helpdesk.custom_field AS f WHERE f.object = p_object AND NOT f.is_active);
END
$$;

COMMENT ON FUNCTION helpdesk.save_record IS
'Inserts a record, or changes one under its lock, in one statement. Raises PD001, PD002, PD005, PD801, PD802.';

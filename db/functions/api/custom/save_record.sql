CREATE FUNCTION api.save_record(
    object text,
    name text DEFAULT NULL,
    custom_fields jsonb DEFAULT '{}',
    record_id bigint DEFAULT NULL,
    version int DEFAULT NULL
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_object helpdesk.custom_object;
    v_columns text;
    v_sources text;
    v_result jsonb;
BEGIN
    PERFORM helpdesk.require('records.edit');
    v_object := helpdesk.lock_record(save_record.object, save_record.record_id, save_record.version);
    SELECT coalesce(string_agg(', ' || format('%I', s.key), ''), ''), coalesce(string_agg(', ' || s.source, ''), '')
    INTO v_columns, v_sources
    FROM helpdesk.list_custom_sources(save_record.object, coalesce(save_record.custom_fields, '{}')) AS s;
    IF save_record.record_id IS NULL THEN
        EXECUTE format(
            'INSERT INTO helpdesk.%1$I AS r (name%2$s) SELECT $1%3$s RETURNING to_jsonb(r.*)', v_object.storage,
            v_columns, v_sources
        )
        INTO v_result USING save_record.name, coalesce(save_record.custom_fields, '{}');
    ELSE
        EXECUTE format(
            'UPDATE helpdesk.%1$I AS r SET (name%2$s) = ROW(coalesce($1, r.name)%3$s) WHERE r.record_id = $3'
            ' RETURNING to_jsonb(r.*)',
            v_object.storage, v_columns, v_sources
        ) INTO v_result USING save_record.name, coalesce(save_record.custom_fields, '{}'), save_record.record_id;
    END IF;
    RETURN v_result - ARRAY(
        SELECT f.key FROM helpdesk.custom_field AS f WHERE f.object = save_record.object AND NOT f.is_active
    );
END
$$;

COMMENT ON FUNCTION api.save_record IS
$$Create or change a record of a custom object

record_id: the record to change; without it a record is created, which needs a name. custom_fields as in
rpc/set_custom_fields. version: what the caller saw. Returns the record. Raises PD001, PD002, PD005, PD801, PD802.$$;
GRANT EXECUTE ON FUNCTION api.save_record TO agent, admin;

CREATE FUNCTION api.change_custom_field(custom_field_id bigint, changes jsonb) RETURNS api.custom_fields
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.custom_fields;
    v_field helpdesk.custom_field;
BEGIN
    PERFORM helpdesk.require('settings.edit');
    SELECT * INTO v_field
    FROM helpdesk.custom_field AS f
    WHERE f.custom_field_id = change_custom_field.custom_field_id
    FOR UPDATE;
    IF v_field.custom_field_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('custom field %s not found', coalesce(change_custom_field.custom_field_id::text, 'null'))
        );
    END IF;
    IF jsonb_typeof(change_custom_field.changes) IS DISTINCT FROM 'object'
        OR change_custom_field.changes - 'options' - '{predicate,created_at}'::text[]
            <> change_custom_field.changes - 'options'
        OR NOT to_jsonb(v_field) ?& ARRAY(
            SELECT k.key FROM jsonb_object_keys(change_custom_field.changes - 'options') AS k(key)
        ) THEN
        PERFORM helpdesk.refuse('PD803', 'changes is not an object of columns of custom_fields and options');
    END IF;
    v_field := jsonb_populate_record(v_field, change_custom_field.changes - 'options');
    UPDATE helpdesk.custom_field AS f
    SET object = v_field.object,
        key = v_field.key,
        field_type = v_field.field_type,
        label = v_field.label,
        description = v_field.description,
        pattern = v_field.pattern,
        min_value = v_field.min_value,
        max_value = v_field.max_value,
        is_required_on_create = v_field.is_required_on_create,
        is_required_on_resolve = v_field.is_required_on_resolve,
        conditions = v_field.conditions,
        customer_access = v_field.customer_access,
        is_filterable = v_field.is_filterable,
        position = v_field.position,
        is_active = v_field.is_active
    WHERE f.custom_field_id = change_custom_field.custom_field_id;
    PERFORM helpdesk.set_custom_options(change_custom_field.custom_field_id, change_custom_field.changes -> 'options');
    SELECT * INTO v_result FROM api.custom_fields AS f WHERE f.custom_field_id = change_custom_field.custom_field_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.change_custom_field IS
$$Change a custom field

changes: {"label": "Severity", "pattern": null, "options": ["low", "high"], …}; object, key and field_type stay. options
is the whole list in order: those that it leaves out are no longer active. Values that were written under older rules
stay until they are changed. is_active true brings a removed field back with its values. Raises PD001, PD002, PD401,
PD803, PD805.$$;
GRANT EXECUTE ON FUNCTION api.change_custom_field TO admin;

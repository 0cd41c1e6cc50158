CREATE FUNCTION api.add_custom_field(
    object text,
    key text,
    label text,
    field_type text,
    description text DEFAULT NULL,
    options jsonb DEFAULT NULL,
    pattern text DEFAULT NULL,
    min_value double precision DEFAULT NULL,
    max_value double precision DEFAULT NULL,
    is_required_on_create boolean DEFAULT false,
    is_required_on_resolve boolean DEFAULT false,
    conditions jsonb DEFAULT '{}',
    customer_access text DEFAULT 'none',
    is_filterable boolean DEFAULT NULL,
    "position" int DEFAULT 100
) RETURNS api.custom_fields
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.custom_fields;
    v_field_id bigint;
BEGIN
    PERFORM helpdesk.require('settings.edit');
    INSERT INTO helpdesk.custom_field (
        object, key, label, field_type, description, pattern, min_value, max_value, is_required_on_create,
        is_required_on_resolve, conditions, customer_access, is_filterable, position
    )
    VALUES (
        add_custom_field.object, add_custom_field.key, add_custom_field.label, add_custom_field.field_type,
        add_custom_field.description, add_custom_field.pattern, add_custom_field.min_value, add_custom_field.max_value,
        add_custom_field.is_required_on_create, add_custom_field.is_required_on_resolve, add_custom_field.conditions,
        add_custom_field.customer_access,
        -- An index costs nothing while the column is empty.
        coalesce(add_custom_field.is_filterable, add_custom_field.field_type <> 'long_text'), add_custom_field.position
    )
    RETURNING custom_field_id INTO v_field_id;
    PERFORM helpdesk.set_custom_options(v_field_id, add_custom_field.options);
    SELECT * INTO v_result FROM api.custom_fields AS f WHERE f.custom_field_id = v_field_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.add_custom_field IS
$$Add a custom field

object: ticket, person, organisation or a custom object; key becomes a column of its resource at once
(ticket_custom_fields, …). options: ["value", …] or [{"value", "label"}, …]. conditions: on which tickets it is shown,
as in rules. customer_access: none, read, edit. is_filterable: an index, by default for every type but long_text; made
here it stops nobody, of a field with a million values rpc/change_custom_field needs a second. Readers and writers of
the object's fields wait for some milliseconds. Raises PD002, PD401 (conditions), PD803 (key, pattern, options), PD805
(busy).$$;
GRANT EXECUTE ON FUNCTION api.add_custom_field TO admin;

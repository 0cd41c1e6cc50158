CREATE FUNCTION api.change_custom_object(
    object text,
    label text DEFAULT NULL,
    description text DEFAULT NULL,
    is_visible_to_customers boolean DEFAULT NULL,
    is_active boolean DEFAULT NULL
) RETURNS api.custom_objects
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.custom_objects;
BEGIN
    PERFORM helpdesk.require('settings.edit');
    UPDATE helpdesk.custom_object AS o
    SET label = coalesce(change_custom_object.label, o.label),
        description = coalesce(change_custom_object.description, o.description),
        is_visible_to_customers = coalesce(change_custom_object.is_visible_to_customers, o.is_visible_to_customers),
        is_active = coalesce(change_custom_object.is_active, o.is_active)
    WHERE o.object = change_custom_object.object;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('custom object %s not found', coalesce(change_custom_object.object, 'null'))
        );
    END IF;
    SELECT * INTO v_result FROM api.custom_objects AS o WHERE o.object = change_custom_object.object;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.change_custom_object IS
$$Change a custom object

What is left out stays. is_active true brings a removed object back with its records. Raises PD001, PD002, PD803 (built
in), PD805.$$;
GRANT EXECUTE ON FUNCTION api.change_custom_object TO admin;

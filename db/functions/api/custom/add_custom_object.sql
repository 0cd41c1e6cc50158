CREATE FUNCTION api.add_custom_object(
    object text,
    label text,
    description text DEFAULT NULL,
    is_visible_to_customers boolean DEFAULT false
) RETURNS api.custom_objects
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.custom_objects;
BEGIN
    PERFORM helpdesk.require('settings.edit');
    INSERT INTO helpdesk.custom_object (object, label, description, is_visible_to_customers)
    VALUES (
        add_custom_object.object, add_custom_object.label,
        coalesce(add_custom_object.description, add_custom_object.label), add_custom_object.is_visible_to_customers
    );
    SELECT * INTO v_result FROM api.custom_objects AS o WHERE o.object = add_custom_object.object;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.add_custom_object IS
$$Add a custom object

object names its records, as assets: custom_assets shows them, custom_assets_tickets, _people and _organisations their
links; fields are added by rpc/add_custom_field. Raises PD002, PD805.$$;
GRANT EXECUTE ON FUNCTION api.add_custom_object TO admin;

CREATE FUNCTION api.remove_custom_field(custom_field_id bigint, purge boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.require('settings.edit');
    IF remove_custom_field.purge THEN
        DELETE FROM helpdesk.custom_field AS f WHERE f.custom_field_id = remove_custom_field.custom_field_id;
    ELSE
        UPDATE helpdesk.custom_field AS f
        SET is_active = false
        WHERE f.custom_field_id = remove_custom_field.custom_field_id;
    END IF;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('custom field %s not found', coalesce(remove_custom_field.custom_field_id::text, 'null'))
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.remove_custom_field IS
$$Remove a custom field

It leaves the API and keeps its values, so that rpc/change_custom_field can bring it back. purge: its column is dropped
with all values, for good; refused while conditions or actions name the field. Raises PD001, PD002, PD804, PD805.$$;
GRANT EXECUTE ON FUNCTION api.remove_custom_field TO admin;

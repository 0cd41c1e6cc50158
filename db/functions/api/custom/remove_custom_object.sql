CREATE FUNCTION api.remove_custom_object(object text, purge boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.require('settings.edit');
    IF remove_custom_object.purge THEN
        DELETE FROM helpdesk.custom_object AS o WHERE o.object = remove_custom_object.object;
    ELSE
        UPDATE helpdesk.custom_object AS o SET is_active = false WHERE o.object = remove_custom_object.object;
    END IF;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('custom object %s not found', coalesce(remove_custom_object.object, 'null'))
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.remove_custom_object IS
$$Remove a custom object

It leaves the API and keeps its records, so that rpc/change_custom_object can bring it back. purge: its tables are
dropped with all records and links, for good. Raises PD001, PD002, PD803 (built in), PD805.$$;
GRANT EXECUTE ON FUNCTION api.remove_custom_object TO admin;

CREATE FUNCTION api.save_record(
    object text,
    name text DEFAULT NULL,
    custom_fields jsonb DEFAULT '{}',
    record_id bigint DEFAULT NULL,
    version int DEFAULT NULL
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('records.edit');
    RETURN helpdesk.save_record(
        save_record.object, save_record.name, save_record.custom_fields, save_record.record_id, save_record.version
    );
END
$$;

COMMENT ON FUNCTION api.save_record IS
$$Create or change a record of a custom object

record_id: the record to change; without it a record is created, which needs a name. custom_fields as in
rpc/set_custom_fields. version: what the caller saw. Returns the record. Raises PD001, PD002, PD005, PD801, PD802.$$;
GRANT EXECUTE ON FUNCTION api.save_record TO agent, admin;

CREATE FUNCTION api.remove_record(object text, record_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('records.edit');
    PERFORM helpdesk.lock_record(remove_record.object, remove_record.record_id);
    EXECUTE format('DELETE FROM helpdesk.%I WHERE record_id = $1', 'custom_' || remove_record.object)
    USING remove_record.record_id;
END
$$;

COMMENT ON FUNCTION api.remove_record IS
$$Remove a record of a custom object

With its links, for good; the audit log keeps what it was. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.remove_record TO agent, admin;

CREATE FUNCTION api.unlink_record(
    object text,
    record_id bigint,
    ticket_id bigint DEFAULT NULL,
    person_id bigint DEFAULT NULL,
    organisation_id bigint DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('records.edit');
    PERFORM helpdesk.link_record(
        unlink_record.object, unlink_record.record_id, unlink_record.ticket_id, unlink_record.person_id, unlink_record.organisation_id, false
    );
END
$$;

COMMENT ON FUNCTION api.unlink_record(text, bigint, bigint, bigint, bigint) IS
$$Unlink a record of a custom object

From one of a ticket, a person and an organisation. What is not linked stays so. Raises PD001, PD002, PD006.$$;
GRANT EXECUTE ON FUNCTION api.unlink_record(text, bigint, bigint, bigint, bigint) TO agent, admin;

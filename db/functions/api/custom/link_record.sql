CREATE FUNCTION api.link_record(
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
        link_record.object, link_record.record_id, link_record.ticket_id, link_record.person_id, link_record.organisation_id, true
    );
END
$$;

COMMENT ON FUNCTION api.link_record(text, bigint, bigint, bigint, bigint) IS
$$Link a record of a custom object

To one of a ticket, a person and an organisation. What is linked already stays so. Raises PD001, PD002, PD006.$$;
GRANT EXECUTE ON FUNCTION api.link_record(text, bigint, bigint, bigint, bigint) TO agent, admin;

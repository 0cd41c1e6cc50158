CREATE FUNCTION api.unlink_record(
    object text,
    record_id bigint,
    ticket_id bigint DEFAULT NULL,
    person_id bigint DEFAULT NULL,
    organisation_id bigint DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_link record;
BEGIN
    v_link := helpdesk.lock_record_link(
        unlink_record.object, unlink_record.record_id, unlink_record.ticket_id, unlink_record.person_id,
        unlink_record.organisation_id
    );
    EXECUTE format(
        'DELETE FROM helpdesk.%1$I WHERE record_id = $1 AND %2$I = $2',
        v_link.link_table, v_link.target_column
    ) USING unlink_record.record_id, v_link.target_id;
END
$$;

COMMENT ON FUNCTION api.unlink_record IS
$$Unlink a record of a custom object

From one of a ticket, a person and an organisation. What is not linked stays so. Raises PD001, PD002, PD006.$$;
GRANT EXECUTE ON FUNCTION api.unlink_record TO agent, admin;

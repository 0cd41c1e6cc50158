CREATE FUNCTION api.link_record(
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
        link_record.object, link_record.record_id, link_record.ticket_id, link_record.person_id,
        link_record.organisation_id
    );
    EXECUTE format(
        'INSERT INTO helpdesk.%1$I (record_id, %2$I) VALUES ($1, $2) ON CONFLICT (record_id, %2$I) DO NOTHING',
        v_link.link_table, v_link.target_column
    ) USING link_record.record_id, v_link.target_id;
END
$$;

COMMENT ON FUNCTION api.link_record IS
$$Link a record of a custom object

To one of a ticket, a person and an organisation. What is linked already stays so. Raises PD001, PD002, PD006.$$;
GRANT EXECUTE ON FUNCTION api.link_record TO agent, admin;

CREATE OR REPLACE FUNCTION helpdesk.link_record(
    p_object text,
    p_record_id bigint,
    p_ticket_id bigint,
    p_person_id bigint,
    p_organisation_id bigint,
    p_is_link boolean
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_object helpdesk.custom_object;
    v_target text := CASE WHEN p_ticket_id IS NOT NULL THEN 'ticket' WHEN p_person_id IS NOT NULL THEN 'person' ELSE 'organisation' END;
    v_target_id bigint := coalesce(p_ticket_id, p_person_id, p_organisation_id);
    v_is_known boolean;
BEGIN
    IF p_record_id IS NULL OR num_nonnulls(p_ticket_id, p_person_id, p_organisation_id) <> 1 THEN
        PERFORM helpdesk.refuse('PD006', 'record_id and one of ticket_id, person_id and organisation_id must be given');
    END IF;
    IF p_ticket_id IS NOT NULL THEN
        PERFORM helpdesk.lock_ticket(p_ticket_id, 'records.edit');
    END IF;
    v_object := helpdesk.lock_record(p_object, p_record_id);
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM helpdesk.%I AS t WHERE t.%I = $1)', v_target, v_target || '_id') INTO v_is_known USING v_target_id;
    IF NOT v_is_known THEN
        PERFORM helpdesk.refuse('PD001', format('%s %s not found', v_target, v_target_id));
    END IF;
    EXECUTE format(
        CASE
            WHEN p_is_link THEN 'INSERT INTO helpdesk.%1$I (record_id, %2$I) VALUES ($1, $2) ON CONFLICT (record_id, %2$I) DO NOTHING'
            ELSE 'DELETE FROM helpdesk.%1$I WHERE record_id = $1 AND %2$I = $2'
        END, v_object.storage || '_' || v_target, v_target || '_id'
    ) USING p_record_id, v_target_id;
END
$$;

COMMENT ON FUNCTION helpdesk.link_record(text, bigint, bigint, bigint, bigint, boolean) IS
'Links a record to one of a ticket, a person and an organisation, or takes the link away. Locks the ticket, then the record. Raises PD001, PD002, PD006.';

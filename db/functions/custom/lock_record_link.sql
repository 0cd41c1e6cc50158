CREATE OR REPLACE FUNCTION helpdesk.lock_record_link(
    p_object text,
    p_record_id bigint,
    p_ticket_id bigint,
    p_person_id bigint,
    p_organisation_id bigint,
    OUT link_table text,
    OUT target_column text,
    OUT target_id bigint
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_object helpdesk.custom_object;
    v_target text := CASE
        WHEN p_ticket_id IS NOT NULL THEN 'ticket'
        WHEN p_person_id IS NOT NULL THEN 'person'
        ELSE 'organisation'
    END;
    v_is_known boolean;
BEGIN
    PERFORM helpdesk.require('records.edit');
    IF p_record_id IS NULL OR num_nonnulls(p_ticket_id, p_person_id, p_organisation_id) <> 1 THEN
        PERFORM helpdesk.refuse('PD006', 'record_id and one of ticket_id, person_id and organisation_id must be given');
    END IF;
    IF p_ticket_id IS NOT NULL THEN
        PERFORM helpdesk.lock_ticket(p_ticket_id, 'records.edit');
    END IF;
    v_object := helpdesk.lock_record(p_object, p_record_id);
    link_table := v_object.storage || '_' || v_target;
    target_column := v_target || '_id';
    target_id := coalesce(p_ticket_id, p_person_id, p_organisation_id);
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM helpdesk.%I AS t WHERE t.%I = $1)', v_target, target_column)
    INTO v_is_known USING target_id;
    IF NOT v_is_known THEN
        PERFORM helpdesk.refuse('PD001', format('%s %s not found', v_target, target_id));
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_record_link IS
'The gate of linking a record with one of a ticket, a person and an organisation: locks the ticket, then the record; '
'returns where the link is kept. Raises PD001, PD002, PD006.';

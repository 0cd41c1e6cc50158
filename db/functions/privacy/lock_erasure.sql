CREATE OR REPLACE FUNCTION helpdesk.lock_erasure(p_removal_id bigint, p_states text[]) RETURNS helpdesk.removal
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_removal helpdesk.removal;
BEGIN
    SELECT * INTO v_removal
    FROM helpdesk.removal AS r
    WHERE r.removal_id = p_removal_id
        AND r.kind = 'erasure'
        AND (helpdesk.can('privacy.erase') OR r.person_id = helpdesk.me())
    FOR UPDATE;
    IF v_removal.removal_id IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('erasure %s not found', coalesce(p_removal_id::text, 'null')));
    ELSIF v_removal.state <> ALL (p_states) THEN
        PERFORM helpdesk.refuse('PD122', format('erasure %s is %s', p_removal_id, v_removal.state));
    END IF;
    RETURN v_removal;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_erasure IS
'The gate of verbs about an erasure: seen by who may erase and by its person (else PD001), in one of these states '
'(else PD122), locked.';

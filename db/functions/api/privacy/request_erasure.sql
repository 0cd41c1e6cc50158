CREATE FUNCTION api.request_erasure(reason text, person_id bigint DEFAULT NULL) RETURNS api.removals
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_person_id bigint := coalesce(request_erasure.person_id, helpdesk.me());
    v_person helpdesk.person;
    v_hold text;
    v_removal_id bigint;
    v_result api.removals;
BEGIN
    PERFORM helpdesk.require(
        CASE v_person_id WHEN helpdesk.me() THEN 'privacy.request' ELSE 'privacy.erase' END
    );
    SELECT * INTO v_person FROM helpdesk.person AS p WHERE p.person_id = v_person_id FOR NO KEY UPDATE;
    IF v_person.person_id IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('person %s not found', coalesce(v_person_id::text, 'null')));
    ELSIF v_person.role <> 'customer' THEN
        PERFORM helpdesk.refuse(
            'PD006', format('person %s is staff', v_person_id), NULL, 'Make them a customer first.'
        );
    ELSIF request_erasure.reason IS NULL OR request_erasure.reason !~ '\S' THEN
        PERFORM helpdesk.refuse('PD006', 'reason is missing');
    ELSIF EXISTS (
        SELECT 1 FROM helpdesk.removal AS r WHERE r.person_id = v_person_id AND r.state IN ('requested', 'confirmed')
    ) THEN
        PERFORM helpdesk.refuse('PD122', format('the erasure of person %s has been requested already', v_person_id));
    END IF;
    v_hold := helpdesk.find_legal_hold(v_person_id);
    IF v_hold IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD121', format('person %s is under legal hold', v_person_id),
            CASE WHEN helpdesk.can('privacy.erase') THEN v_hold END
        );
    END IF;
    INSERT INTO helpdesk.removal (kind, person_id, reason, requested_by, counts)
    VALUES ('erasure', v_person_id, request_erasure.reason, helpdesk.me(), helpdesk.count_erasure(v_person_id))
    RETURNING removal_id INTO v_removal_id;
    SELECT * INTO v_result FROM api.removals AS r WHERE r.removal_id = v_removal_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.request_erasure IS
$$Ask for the erasure of a person

Of oneself, or by permission of anybody but staff. Takes nothing away yet: counts says what confirm_erasure will.
Raises PD001, PD002, PD006, PD121 (a legal hold), PD122 (already requested).$$;
GRANT EXECUTE ON FUNCTION api.request_erasure TO customer, admin;

CREATE FUNCTION api.confirm_erasure(removal_id bigint) RETURNS api.removals
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_removal helpdesk.removal;
    v_hold text;
    v_result api.removals;
BEGIN
    PERFORM helpdesk.require('privacy.erase');
    v_removal := helpdesk.lock_erasure(confirm_erasure.removal_id, '{requested}');
    v_hold := helpdesk.find_legal_hold(v_removal.person_id);
    IF v_hold IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD121', format('person %s is under legal hold', v_removal.person_id), v_hold);
    END IF;
    UPDATE helpdesk.removal AS r
    SET state = 'confirmed', confirmed_by = helpdesk.me(), confirmed_at = helpdesk.clock()
    WHERE r.removal_id = v_removal.removal_id;
    PERFORM helpdesk.enqueue('run_job', '["erase_people", null]', 'batches');
    SELECT * INTO v_result FROM api.removals AS r WHERE r.removal_id = v_removal.removal_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.confirm_erasure IS
$$Erase a person

The second step after request_erasure; nothing brings back what is erased. Job erase_people takes their words out of
tickets, mails, files and the audit log, whose seals stay valid, and then who they are; tickets, times and counts stay.
Raises PD001, PD002, PD121 (a legal hold), PD122 (not requested).$$;
GRANT EXECUTE ON FUNCTION api.confirm_erasure TO admin;

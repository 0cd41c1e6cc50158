CREATE FUNCTION api.redact_file(attachment_id bigint, reason text, is_confirmed boolean DEFAULT false)
RETURNS api.removals
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_file helpdesk.attachment;
    v_hold text;
    v_first_id bigint;
    v_files helpdesk.personal_table;
    v_result api.removals;
BEGIN
    PERFORM helpdesk.require('privacy.erase');
    IF redact_file.reason IS NULL OR redact_file.reason !~ '\S' THEN
        PERFORM helpdesk.refuse('PD006', 'reason is missing');
    END IF;
    SELECT * INTO v_file
    FROM helpdesk.attachment AS a
    WHERE a.attachment_id = redact_file.attachment_id AND a.ticket_id IS NOT NULL;
    IF v_file.attachment_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('attachment %s not found', coalesce(redact_file.attachment_id::text, 'null'))
        );
    END IF;
    PERFORM helpdesk.lock_ticket(v_file.ticket_id, 'privacy.erase');
    v_first_id := coalesce(v_file.copy_of_id, v_file.attachment_id);
    SELECT helpdesk.find_legal_hold(NULL, a.ticket_id) INTO v_hold
    FROM helpdesk.attachment AS a
    WHERE (a.inbound_mail_id = v_file.inbound_mail_id OR a.attachment_id = v_first_id OR a.copy_of_id = v_first_id)
        AND helpdesk.find_legal_hold(NULL, a.ticket_id) IS NOT NULL
    LIMIT 1;
    IF v_hold IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD121', format('attachment %s, or a copy of it, is under legal hold', v_file.attachment_id), v_hold
        );
    END IF;
    BEGIN
        INSERT INTO helpdesk.removal AS r (kind, state, attachment_id, reason, requested_by, done_at, xid)
        VALUES (
            'redaction', 'done', v_file.attachment_id, redact_file.reason, helpdesk.me(), helpdesk.clock(),
            pg_current_xact_id()
        )
        RETURNING r.removal_id INTO v_result.removal_id;
        UPDATE helpdesk.inbound_mail AS m
        SET raw = helpdesk.take_mail_words(
            helpdesk.take_mail_file(m.raw, v_file.sha256, '[redacted]'), ARRAY[v_file.filename], '[redacted]'
        )
        WHERE m.inbound_mail_id = v_file.inbound_mail_id;
        SELECT * INTO v_files FROM helpdesk.personal_table AS t WHERE t.table_name = 'attachment';
        v_files.of_tickets := format('%s IN (attachment_id, copy_of_id)', v_first_id);
        UPDATE helpdesk.removal AS r
        SET counts = helpdesk.remove_words(
            v_files, 'ticket_id', '{}', NULL, '[redacted]'
        )
        WHERE r.removal_id = v_result.removal_id;
        SELECT * INTO v_result FROM api.removals AS r WHERE r.removal_id = v_result.removal_id;
        IF redact_file.is_confirmed IS NOT TRUE THEN
            RAISE triggered_action_exception;
        END IF;
    EXCEPTION WHEN triggered_action_exception THEN
        v_result.removal_id := NULL;
        v_result.state := 'requested';
        v_result.done_at := NULL;
    END;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.redact_file IS
$$Take a file away

Without is_confirmed nothing happens: counts says what would. With it the file, its copies by merge and split, and their
names are gone, from the raw mail, too, or, unless others have uploaded the same, from the store, and from the audit
log, whose seals stay valid; nothing brings it back. Raises PD001, PD002, PD006, PD015, PD121 (a legal hold).$$;
GRANT EXECUTE ON FUNCTION api.redact_file TO admin;

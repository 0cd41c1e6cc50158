CREATE FUNCTION api.test_mailbox(mailbox text) RETURNS api.mailbox_tests
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.mailbox_tests;
BEGIN
    PERFORM helpdesk.require('mailboxes.edit');
    INSERT INTO helpdesk.mailbox_test AS t (mailbox)
    SELECT m.mailbox FROM helpdesk.mailbox AS m WHERE m.mailbox = test_mailbox.mailbox
    ON CONFLICT (mailbox) DO UPDATE
    SET asked_at = helpdesk.clock(), answered_at = NULL, is_well = NULL, answer = NULL
    -- One that is under way answers this question, too.
    WHERE t.answered_at IS NOT NULL OR t.asked_at < helpdesk.clock() - interval '2 minutes';
    IF FOUND THEN
        PERFORM helpdesk.enqueue('test_mailbox', jsonb_build_array(test_mailbox.mailbox), 'mailboxes');
    END IF;
    SELECT t.mailbox, t.asked_at, t.answered_at, t.is_well, t.answer INTO v_result
    FROM helpdesk.mailbox_test AS t
    WHERE t.mailbox = test_mailbox.mailbox;
    IF v_result.mailbox IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('mailbox %s not found', coalesce(left(test_mailbox.mailbox, 40), 'null')), NULL,
            'See /rest/mailboxes.'
        );
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.test_mailbox IS
$$Try whether a mailbox can be read

A worker connects, logs in and looks into the folder, without taking anything; within a minute mailbox_tests has the
answer, in words. A mailbox that is switched off can be tried, too. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.test_mailbox TO admin;

CREATE OR REPLACE FUNCTION helpdesk.answer_mailbox_test(p_mailbox text, p_is_well boolean, p_answer text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.mailbox_test AS t
    SET answered_at = helpdesk.clock(),
        is_well = p_is_well,
        answer = left(p_answer, 2000) || CASE
            WHEN p_is_well AND NOT helpdesk.setting_bool('inbound_email_enabled')
                THEN '; but no mailbox is read while setting inbound_email_enabled is off'
            ELSE ''
        END
    WHERE t.mailbox = p_mailbox AND t.answered_at IS NULL;
END;

COMMENT ON FUNCTION helpdesk.answer_mailbox_test IS 'What a worker found when it tried a mailbox.';
GRANT EXECUTE ON FUNCTION helpdesk.answer_mailbox_test TO worker;

CREATE OR REPLACE FUNCTION helpdesk.note_mail_refusal(p_account text, p_error text, p_is_refused boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_is_first boolean;
BEGIN
    SELECT a.told_at IS NULL INTO v_is_first
    FROM helpdesk.mailbox_account AS a
    WHERE a.account = p_account
    FOR NO KEY UPDATE;
    UPDATE helpdesk.mailbox_account AS a
    SET last_error = left(p_error, 1000),
        refreshing_until = NULL,
        refused_at = CASE WHEN p_is_refused THEN coalesce(a.refused_at, helpdesk.clock()) END,
        told_at = CASE WHEN p_is_refused THEN coalesce(a.told_at, helpdesk.clock()) ELSE a.told_at END
    WHERE a.account = p_account;
    IF p_is_refused AND v_is_first THEN
        INSERT INTO helpdesk.notification (person_id, kind, title, body)
        SELECT
            k.person_id, 'mailbox_stopped', format('Mail account %s is let in no more', p_account),
            left(p_error, 500)
        FROM helpdesk.list_mailbox_keepers() AS k;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.note_mail_refusal IS
'There was no token for an account; p_is_refused: the provider wants somebody to let pgdesk in again, of which those '
'who keep mailboxes are told, once.';
GRANT EXECUTE ON FUNCTION helpdesk.note_mail_refusal TO worker;

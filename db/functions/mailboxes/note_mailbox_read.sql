CREATE OR REPLACE FUNCTION helpdesk.note_mailbox_read(
    p_mailbox text,
    p_watcher uuid,
    p_last_uid bigint,
    p_is_caught_up boolean
)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.mailbox AS m
    SET last_uid = greatest(m.last_uid, p_last_uid),
        last_mail_at = CASE WHEN p_last_uid > m.last_uid THEN helpdesk.clock() ELSE m.last_mail_at END,
        since = CASE WHEN NOT p_is_caught_up THEN m.since END,
        caught_up_at = CASE WHEN p_is_caught_up THEN helpdesk.clock() ELSE m.caught_up_at END,
        failures = 0,
        failing_from = NULL,
        last_error = NULL
    WHERE m.mailbox = p_mailbox AND m.watcher = p_watcher;
    RETURN FOUND;
END
$$;

COMMENT ON FUNCTION helpdesk.note_mailbox_read IS
'All mails of a folder up to p_last_uid are stored; p_is_caught_up: there are no others. False: the worker holds the '
'mailbox no more.';
GRANT EXECUTE ON FUNCTION helpdesk.note_mailbox_read TO worker;

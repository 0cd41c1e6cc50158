CREATE OR REPLACE FUNCTION helpdesk.release_mails(p_outgoing_mail_ids bigint[], p_code int, p_answer text)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.outgoing_mail AS m
    SET state = 'queued',
        attempts = m.attempts - 1,
        begun_at = CASE WHEN m.attempts > 1 THEN m.begun_at END,
        -- Of those that wait the oldest goes first again.
        not_before = m.created_at,
        last_code = p_code,
        last_answer = left(p_answer, 2000)
    WHERE m.outgoing_mail_id = ANY (p_outgoing_mail_ids) AND m.state = 'sending';
    SELECT helpdesk.note_mail_server(coalesce(concat_ws(' ', p_code, p_answer), ''));
END;

COMMENT ON FUNCTION helpdesk.release_mails IS
'Gives mails back whose mail server cannot be used, and what it said: that is no attempt, however long it lasts, '
'and their places in the queue stay theirs.';
GRANT EXECUTE ON FUNCTION helpdesk.release_mails TO worker;

CREATE OR REPLACE FUNCTION helpdesk.wake_mail(p_after interval DEFAULT '0') RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_after > '0' THEN
        PERFORM helpdesk.enqueue('send_mail', p_queue => 'mail', p_delay => p_after);
    -- Of a worker that looks no more just then, the clock makes up for within a minute.
    ELSIF NOT EXISTS (
        SELECT FROM helpdesk.smtp_turn AS t WHERE t.looked_at > helpdesk.clock() - interval '2 seconds'
    ) THEN
        PERFORM helpdesk.enqueue_once('send_mail', 'mail');
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.wake_mail IS
'Has a worker send what is due once this transaction has committed, or later, unless one is at it: a row of the queue '
'a mail would cost more than the mail.';

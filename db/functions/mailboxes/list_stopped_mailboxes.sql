CREATE OR REPLACE FUNCTION helpdesk.list_stopped_mailboxes()
RETURNS TABLE (mailbox text, stopped_at timestamptz, problem text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        m.mailbox,
        coalesce(m.failing_from, greatest(m.held_until, m.next_try_at, m.caught_up_at)),
        coalesce(m.last_error, 'no worker reads it: start one, or pgdesk poll_imap --continuous')
    FROM helpdesk.mailbox AS m
    WHERE m.is_active AND helpdesk.setting_bool('inbound_email_enabled') AND (
        m.failing_from < helpdesk.clock() - interval '2 minutes'
        -- Whoever refuses a login will refuse it in two minutes, too.
        OR m.failing_from IS NOT NULL AND m.next_try_at > helpdesk.clock() + interval '5 minutes'
        OR greatest(m.held_until, m.next_try_at, m.caught_up_at) < helpdesk.clock() - interval '2 minutes'
    );
END;

COMMENT ON FUNCTION helpdesk.list_stopped_mailboxes IS
'Mailboxes that fail, or that nobody has read, for two minutes, and those whose login was refused: since when, and why '
'in words; none where setting inbound_email_enabled is off.';

CREATE VIEW api.mailboxes WITH (security_invoker = true) AS
SELECT
    m.mailbox,
    m.account,
    m.folder,
    m.department_id,
    m.starts_on,
    m.is_active,
    m.created_at,
    CASE
        WHEN NOT m.is_active THEN 'off'
        WHEN m.failing_from IS NOT NULL THEN 'failing'
        WHEN coalesce(m.held_until < helpdesk.clock(), true) THEN 'waiting'
        WHEN m.caught_up_at IS NULL OR m.since IS NOT NULL THEN 'catching_up'
        ELSE 'read'
    END AS state,
    m.has_idle,
    m.caught_up_at,
    m.last_mail_at,
    m.failing_from,
    m.last_error,
    m.next_try_at
FROM helpdesk.mailbox AS m
WHERE helpdesk.token_reads('mailboxes');

COMMENT ON VIEW api.mailboxes IS
$$Mailboxes that are read by IMAP

state: off, waiting (for a worker), catching_up (with what was there before), read, failing (last_error says why, in
words; it is tried again at next_try_at). While setting inbound_email_enabled is off, none is read: they wait.
caught_up_at is the last success: all that was there was stored. Mails are marked as seen once they are stored; none is
moved or deleted. rpc/test_mailbox says what is wrong. Raises PD002, PD006.$$;
COMMENT ON COLUMN api.mailboxes.state IS 'off, waiting, catching_up, read or failing.';

GRANT SELECT ON api.mailboxes TO admin;
GRANT INSERT (mailbox, account, folder, department_id, starts_on, is_active) ON api.mailboxes TO admin;
GRANT UPDATE (account, folder, department_id, starts_on, is_active) ON api.mailboxes TO admin;
GRANT DELETE ON api.mailboxes TO admin;

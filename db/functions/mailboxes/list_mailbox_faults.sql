CREATE OR REPLACE FUNCTION helpdesk.list_mailbox_faults() RETURNS TABLE (subject text, problem text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        'mailbox ' || s.mailbox,
        format('%s (since %s UTC)', s.problem, to_char(s.stopped_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'))
    FROM helpdesk.list_stopped_mailboxes() AS s
    UNION ALL
    SELECT
        'mailbox account ' || a.account,
        format('%s (since %s UTC)', a.last_error, to_char(a.refused_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'))
    FROM helpdesk.mailbox_account AS a
    WHERE a.refused_at IS NOT NULL;
END;

COMMENT ON FUNCTION helpdesk.list_mailbox_faults IS
'Mailboxes that are not read, and accounts that a provider lets in no more, each with why and since when. For pgdesk '
'doctor, and whoever asks in psql.';

CREATE OR REPLACE FUNCTION helpdesk.refresh_mail_tokens() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT count(helpdesk.enqueue('refresh_mail_token', jsonb_build_array(a.account), 'mailboxes'))
    FROM helpdesk.mailbox_account AS a
    WHERE a.expires_at < helpdesk.clock() + interval '10 minutes'
        AND a.refused_at IS NULL
        AND coalesce(a.refreshing_until < helpdesk.clock(), true);
END;

COMMENT ON FUNCTION helpdesk.refresh_mail_tokens IS
'Queues a fresh token for each account whose token ends within ten minutes, so that nobody has to wait for one; '
'returns for how many.';
GRANT EXECUTE ON FUNCTION helpdesk.refresh_mail_tokens TO worker;

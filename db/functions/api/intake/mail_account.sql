CREATE VIEW api.mail_account WITH (security_invoker = true) AS
SELECT
    a.adapter,
    (a.received_at AT TIME ZONE 'UTC')::date AS day,
    count(*) AS received,
    count(*) FILTER (WHERE a.state = 'mail' AND m.state = 'ticket') AS tickets,
    count(*) FILTER (WHERE a.state = 'mail' AND m.state = 'reply') AS messages,
    count(*) FILTER (WHERE a.state = 'mail' AND m.state = 'automatic') AS automatic,
    count(*) FILTER (WHERE a.state = 'mail' AND m.state = 'quarantined') AS quarantined,
    count(*) FILTER (WHERE a.state = 'mail' AND m.state = 'duplicate') AS duplicates,
    count(*) FILTER (WHERE a.state = 'mail' AND m.state = 'received') AS undecided,
    count(*) FILTER (WHERE a.state = 'repeat') AS repeats,
    count(*) FILTER (WHERE a.state = 'waiting') AS waiting,
    count(*) FILTER (WHERE a.state = 'ignored') AS ignored,
    count(*) FILTER (WHERE a.state = 'failed') AS failed
FROM helpdesk.mail_arrival AS a
LEFT JOIN helpdesk.inbound_mail AS m ON m.inbound_mail_id = a.inbound_mail_id
WHERE helpdesk.token_reads('mail_account')
GROUP BY a.adapter, (a.received_at AT TIME ZONE 'UTC')::date;

COMMENT ON VIEW api.mail_account IS
$$What became of all mail, by adapter and day

received, what was handed over and kept, is the sum of the columns behind it, at each moment: tickets and messages
that it became, automatic and quarantined mails, duplicates (of the same mail in other bytes), undecided ones (the
worker has them), repeats (of the same bytes), and posts that are waiting to be made a mail, were no mail (ignored),
or failed. Days in UTC.$$;
COMMENT ON COLUMN api.mail_account.day IS 'In UTC.';
COMMENT ON COLUMN api.mail_account.received IS 'What was handed over and kept.';
COMMENT ON COLUMN api.mail_account.tickets IS 'Mails that opened a ticket.';
COMMENT ON COLUMN api.mail_account.messages IS 'Mails that became a message of a ticket, or beside it.';
COMMENT ON COLUMN api.mail_account.automatic IS 'Mails that no person wrote: recorded, never answered.';
COMMENT ON COLUMN api.mail_account.quarantined IS 'Mails that are kept back; see their reason.';
COMMENT ON COLUMN api.mail_account.duplicates IS 'Mails that had come before in other bytes, by another way.';
COMMENT ON COLUMN api.mail_account.undecided IS 'Mails that are kept and not decided about yet.';
COMMENT ON COLUMN api.mail_account.repeats IS 'The same bytes once more.';
COMMENT ON COLUMN api.mail_account.waiting IS 'Posts of which the mail is still to be made.';
COMMENT ON COLUMN api.mail_account.ignored IS 'Posts that were no mail, such as a handshake.';
COMMENT ON COLUMN api.mail_account.failed IS 'Posts of which no mail could be made in ten attempts.';

GRANT SELECT ON api.mail_account TO admin;

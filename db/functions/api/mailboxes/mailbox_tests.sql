CREATE VIEW api.mailbox_tests WITH (security_invoker = true) AS
SELECT
    t.mailbox,
    t.asked_at,
    t.answered_at,
    t.is_well,
    t.answer
FROM helpdesk.mailbox_test AS t
WHERE helpdesk.token_reads('mailbox_tests');

COMMENT ON VIEW api.mailbox_tests IS
$$What tests of mailboxes found

The last of each, see rpc/test_mailbox; answered_at is null until it has ended.$$;

GRANT SELECT ON api.mailbox_tests TO admin;

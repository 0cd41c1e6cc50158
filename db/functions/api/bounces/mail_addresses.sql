CREATE VIEW api.mail_addresses WITH (security_invoker = true) AS
SELECT
    a.email,
    a.state,
    a.complained_at,
    a.asked_at,
    a.decided_at,
    a.decided_by
FROM helpdesk.mail_address AS a
WHERE helpdesk.token_reads('mail_addresses');

COMMENT ON VIEW api.mail_addresses IS
$$Addresses whose mails failed or were called spam

state: sent (mail goes there), asked (mails failed: none is sent until somebody decides), stopped (none is sent). Decide
with rpc/keep_address and rpc/stop_address; /rest/bounces?mailed_address=eq.… says what failed.$$;

GRANT SELECT ON api.mail_addresses TO agent, admin;

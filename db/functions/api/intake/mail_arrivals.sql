CREATE VIEW api.mail_arrivals WITH (security_invoker = true) AS
SELECT
    a.mail_arrival_id,
    a.adapter,
    a.received_at,
    a.state,
    a.reason,
    a.inbound_mail_id,
    a.token,
    a.media_type,
    a.size_bytes,
    a.attempts,
    a.tried_at
FROM helpdesk.mail_arrival AS a
WHERE helpdesk.token_reads('mail_arrivals');

COMMENT ON VIEW api.mail_arrivals IS
$$Each time that something was handed over as mail

state: mail, repeat (the same bytes had come before), waiting (the mail is still to be made of what was posted),
ignored (it was no mail, see reason), failed (see reason; rpc/replay_mail_arrival tries again). mail_account counts
them by day.$$;

GRANT SELECT ON api.mail_arrivals TO admin;

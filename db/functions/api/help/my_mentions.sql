CREATE VIEW api.my_mentions WITH (security_invoker = true) AS
SELECT m.* FROM api.mentions AS m
WHERE helpdesk.token_reads('my_mentions') AND m.mentioned_id = (SELECT helpdesk.me());

COMMENT ON VIEW api.my_mentions IS
$$The caller's mentions and requests for help

Columns and PATCH as in mentions; ?order=is_escalation.desc,mention_id.desc puts requests on top, and HEAD with
Prefer: count=exact counts.$$;
COMMENT ON COLUMN api.my_mentions.is_read IS 'Whether read_at is set, for filters and counts.';
COMMENT ON COLUMN api.my_mentions.ticket_reference IS 'Reference of the ticket.';
COMMENT ON COLUMN api.my_mentions.mentioned_by_name IS 'Name of who mentions.';
COMMENT ON COLUMN api.my_mentions.body IS 'Text of the note.';

GRANT SELECT ON api.my_mentions TO agent, admin;
GRANT UPDATE (read_at) ON api.my_mentions TO agent, admin;

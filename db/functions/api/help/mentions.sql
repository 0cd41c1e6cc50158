CREATE VIEW api.mentions WITH (security_invoker = true) AS
SELECT
    m.mention_id,
    m.ticket_id,
    m.message_id,
    m.escalation_id,
    m.mentioned_by,
    m.mentioned_id,
    m.is_escalation,
    m.created_at,
    m.read_at,
    (m.read_at IS NOT NULL) AS is_read,
    m.addressed_at,
    (SELECT t.reference FROM helpdesk.ticket AS t WHERE t.ticket_id = m.ticket_id) AS ticket_reference,
    (SELECT p.name FROM helpdesk.person AS p WHERE p.person_id = m.mentioned_by) AS mentioned_by_name,
    (SELECT g.body FROM helpdesk.message AS g WHERE g.message_id = m.message_id) AS body
FROM helpdesk.mention AS m
WHERE helpdesk.token_reads('mentions');

COMMENT ON VIEW api.mentions IS
$$Mentions and requests for help

The mentions window: ?mentioned_id=eq.ME&order=is_escalation.desc,mention_id.desc. PATCH read_at on the own ones;
rpc/address_mention marks a request for help as addressed.$$;
COMMENT ON COLUMN api.mentions.is_read IS 'Whether read_at is set, for filters and counts.';
COMMENT ON COLUMN api.mentions.ticket_reference IS 'Reference of the ticket.';
COMMENT ON COLUMN api.mentions.mentioned_by_name IS 'Name of who mentions.';
COMMENT ON COLUMN api.mentions.body IS 'Text of the note.';

GRANT SELECT ON api.mentions TO agent, admin;
GRANT UPDATE (mention_id, read_at) ON api.mentions TO agent, admin;

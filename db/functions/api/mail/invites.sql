CREATE VIEW api.invites WITH (security_invoker = true) AS
SELECT
    i.inbound_mail_id,
    i.position,
    m.ticket_id,
    m.message_id,
    i.method,
    i.summary,
    i.location,
    i.organiser,
    i.answer,
    i.starts_at,
    i.ends_at,
    i.starts_on,
    i.ends_on,
    i.time_zone,
    i.is_floating,
    i.recurrence,
    i.uid,
    i.sequence,
    helpdesk.describe_invite(i) AS line
FROM helpdesk.invite AS i
JOIN helpdesk.inbound_mail AS m ON m.inbound_mail_id = i.inbound_mail_id
WHERE helpdesk.token_reads('invites');

COMMENT ON VIEW api.invites IS
$$Invitations and other events that came by mail

message_id is null for those of the mail that opened the ticket. Of an event of whole days starts_on and ends_on are
days, the last one included; else starts_at and ends_at are instants. Agents see those of the tickets that they see.$$;
COMMENT ON COLUMN api.invites.line IS 'What, when in the time zone of who asks, and where, in a line.';

GRANT SELECT ON api.invites TO agent, admin;

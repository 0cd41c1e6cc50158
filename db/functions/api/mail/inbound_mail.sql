CREATE VIEW api.inbound_mail WITH (security_invoker = true) AS
SELECT
    m.inbound_mail_id,
    m.state,
    m.reason,
    m.received_at,
    m.processed_at,
    m.from_address,
    m.from_name,
    m.author_address,
    m.is_verified,
    m.delivered_to,
    m.subject,
    m.sent_at,
    m.mail_message_id,
    m.duplicate_of_id,
    m.matched_by,
    m.automatic_kind,
    m.automatic_sign,
    m.is_released,
    m.person_id,
    m.ticket_id,
    m.message_id,
    m.side_message_id,
    m.adapter,
    m.mailbox,
    m.size_bytes,
    m.sha256,
    m.defects,
    m.attempts,
    m.body_text,
    m.body_html,
    m.images,
    (SELECT t.reference FROM helpdesk.ticket AS t WHERE t.ticket_id = m.ticket_id) AS ticket_reference
FROM helpdesk.inbound_mail AS m
WHERE helpdesk.token_reads('inbound_mail');

COMMENT ON VIEW api.inbound_mail IS
$$Mails that came in, and what became of them

state: received (not decided yet), ticket, reply, automatic (recorded, never answered), quarantined (see reason; an
administrator takes it in with rpc/replay_inbound_mail), duplicate (of duplicate_of_id). Administrators see all, agents
those of the tickets that they see.

The pictures of body_html have no address, only data-image, a number from 1 into images. GET
/mails/{inbound_mail_id}/images/{number}, with the same token, gives a picture: out of the mail (cid:), or fetched by
the server. Nothing is fetched before somebody asks for that one.$$;
COMMENT ON COLUMN api.inbound_mail.ticket_reference IS
'Reference of the ticket; null: none, or one that the caller does not see.';

GRANT SELECT ON api.inbound_mail TO agent, admin;

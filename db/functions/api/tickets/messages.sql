CREATE VIEW api.messages WITH (security_invoker = true) AS
SELECT
    m.message_id,
    m.ticket_id,
    m.kind,
    m.author_id,
    (SELECT n.name FROM helpdesk.named_person AS n WHERE n.person_id = m.author_id) AS author_name,
    m.body,
    m.channel,
    m.is_pinned,
    m.is_unverified,
    m.sets_status,
    m.created_at,
    m.edited_at,
    m.deleted_at
FROM helpdesk.message AS m
WHERE helpdesk.token_reads('messages');

COMMENT ON VIEW api.messages IS
$$Replies, internal notes and system messages

kind: reply (public), note (staff only), system (staff only); a reply without author is a rule's. Customers see the
replies of their tickets. Write with rpc/reply and rpc/add_note or by POST; edit by PATCH within the window of setting
message_edit_within_minutes. Customers do not see deleted messages. Raises PD001, PD002, PD009, PD015, PD016, PD018
(more than 1,000 at once), PD026.$$;
COMMENT ON COLUMN api.messages.author_name IS 'Name of the author; null: pgdesk itself, and of a reply a rule.';

GRANT SELECT ON api.messages TO customer, agent, admin;
GRANT INSERT (message_id, ticket_id, kind, body, is_pinned, sets_status) ON api.messages TO agent, admin;
GRANT INSERT (message_id, ticket_id, body) ON api.messages TO customer;
GRANT UPDATE (message_id, body, is_pinned) ON api.messages TO agent, admin;
GRANT UPDATE (message_id, body) ON api.messages TO customer;

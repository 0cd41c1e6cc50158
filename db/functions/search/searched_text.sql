CREATE OR REPLACE VIEW helpdesk.searched_text AS
SELECT false AS is_message, s.ticket_id AS text_id, s.ticket_id, true AS is_public, s.document
FROM helpdesk.ticket_search AS s
UNION ALL
SELECT true, s.message_id, s.ticket_id, s.is_public, s.document
FROM helpdesk.message_search AS s;

COMMENT ON VIEW helpdesk.searched_text IS
'The words of tickets and of messages, each kind with ids of its own; one statement serves both, and reads one.';

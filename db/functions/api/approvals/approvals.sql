CREATE VIEW api.approvals WITH (security_invoker = true) AS
SELECT
    a.approval_id,
    a.ticket_id,
    a.question,
    a.requested_by,
    a.needed,
    a.is_required,
    a.due_at,
    a.remind_at,
    a.state_when_due,
    a.state,
    a.created_at,
    a.ended_at,
    t.reference AS ticket_reference,
    t.subject AS ticket_subject,
    (SELECT n.name FROM helpdesk.named_person AS n WHERE n.person_id = a.requested_by) AS requested_by_name
FROM helpdesk.approval AS a
JOIN helpdesk.named_ticket AS t ON t.ticket_id = a.ticket_id
WHERE helpdesk.token_reads('approvals');

COMMENT ON VIEW api.approvals IS
$$Questions on tickets that people answer with yes or no

Asked by rpc/ask_approval and by rules; approval_votes says who is asked and what they say. While one that is required
is pending, staff and rules cannot solve or close the ticket (PD004). Seen by staff who see the ticket, and by who is
asked: customers among them are told its reference and subject, and need not see more of it. What waits for the caller:
my_approvals.$$;
COMMENT ON COLUMN api.approvals.ticket_reference IS 'Reference of the ticket.';
COMMENT ON COLUMN api.approvals.ticket_subject IS 'Subject of the ticket.';
COMMENT ON COLUMN api.approvals.requested_by_name IS 'Name of who asks; null: a rule.';

GRANT SELECT ON api.approvals TO customer, agent, admin;

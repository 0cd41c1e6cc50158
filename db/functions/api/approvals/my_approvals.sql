CREATE VIEW api.my_approvals WITH (security_invoker = true) AS
SELECT a.*
FROM api.approvals AS a
JOIN helpdesk.approval_vote AS v
    ON v.approval_id = a.approval_id AND v.person_id = (SELECT helpdesk.me()) AND v.state = 'pending'
WHERE helpdesk.token_reads('my_approvals');

COMMENT ON VIEW api.my_approvals IS
$$What waits for the caller's decision

Columns as in approvals; ?order=due_at.asc.nullslast,approval_id, and HEAD with Prefer: count=exact counts.$$;
COMMENT ON COLUMN api.my_approvals.ticket_reference IS 'Reference of the ticket.';
COMMENT ON COLUMN api.my_approvals.ticket_subject IS 'Subject of the ticket.';
COMMENT ON COLUMN api.my_approvals.requested_by_name IS 'Name of who asks; null: a rule.';

GRANT SELECT ON api.my_approvals TO customer, agent, admin;

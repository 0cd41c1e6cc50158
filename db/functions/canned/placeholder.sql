CREATE OR REPLACE VIEW helpdesk.placeholder AS
SELECT p.placeholder, p.description
FROM (VALUES
    ('ticket.reference', 'Reference'),
    ('ticket.subject', 'Subject'),
    ('ticket.status', 'Label of the status'),
    ('ticket.priority', 'Label of the priority'),
    ('ticket.created_at', 'Day of opening, ISO'),
    ('requester.name', 'Requester''s name'),
    ('requester.first_name', 'Requester''s first name; empty where only an address is known'),
    ('requester.email', 'Requester''s mail address'),
    ('assignee.name', 'Assignee''s name'),
    ('assignee.first_name', 'Assignee''s first name'),
    ('department.name', 'Department'),
    ('organisation.name', 'Organisation'),
    ('agent.name', 'Name of who writes'),
    ('agent.first_name', 'First name of who writes'),
    ('agent.signature', 'Signature of who writes')
) AS p(placeholder, description);

COMMENT ON VIEW helpdesk.placeholder IS 'What stands between {{ and }} in canned replies and in texts of rules.';
GRANT SELECT ON helpdesk.placeholder TO agent, admin;

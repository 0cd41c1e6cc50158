CREATE OR REPLACE VIEW helpdesk.mail_placeholder AS
SELECT p.placeholder, p.scope, p.sample, p.description
FROM (VALUES
    ('desk.name', NULL, 'Lumenfield Support', 'What the desk calls itself'),
    ('desk.url', NULL, 'https://support.lumenfield.example', 'Where the desk is'),
    ('recipient.name', NULL, 'Dan Whitfield', 'Name of whoever gets the mail'),
    ('recipient.first_name', NULL, 'Dan', 'Their first name; empty where only an address is known'),
    ('recipient.email', NULL, 'dan@northwind.example', 'The address that the mail goes to'),
    ('ticket.reference', 'ticket', 'ESC-00042', 'Reference'),
    ('ticket.subject', 'ticket', 'The printer is on fire', 'Subject'),
    ('ticket.status', 'ticket', 'Waiting on customer', 'Label of the status'),
    ('ticket.priority', 'ticket', 'High', 'Label of the priority'),
    ('ticket.created_at', 'ticket', '2026-03-02 09:14', 'When it was opened, in the recipient''s zone'),
    ('ticket.requester', 'ticket', 'Dan Whitfield', 'Name of its requester'),
    ('ticket.assignee', 'ticket', 'Ben Okafor', 'Name of its assignee; empty: nobody has it'),
    ('ticket.department', 'ticket', 'Hardware', 'Its department; empty: none'),
    ('ticket.organisation', 'ticket', 'Northwind', 'Its organisation; empty: none'),
    ('ticket.url', 'ticket', 'https://support.lumenfield.example/support/tickets/42', 'Its page for the recipient'),
    ('message.body', 'message', 'Help is on its way.', 'The text that the mail carries'),
    ('message.author', 'message', 'Ben Okafor', 'Who wrote it'),
    ('message.at', 'message', '2026-03-02 10:30', 'When, in the recipient''s zone'),
    ('message.signature', 'message', E'Ben Okafor\nHardware', 'The author''s signature; empty: none'),
    ('history', 'message', NULL, 'What was written before, the newest first: {% for earlier in history %}'),
    ('history.body', 'message', 'It smells of toast.', 'The text, of a long one the beginning'),
    ('history.author', 'message', 'Dan Whitfield', 'Who wrote it'),
    ('history.at', 'message', '2026-03-02 09:14', 'When, in the recipient''s zone'),
    ('conversation.subject', 'conversation', 'Spare fuser', 'Subject of the conversation beside the ticket'),
    ('notice.title', 'notice', 'Ben Okafor mentioned you in ESC-00042', 'What happened, in a line'),
    ('notice.body', 'notice', 'Which extinguisher for a laser printer?', 'The beginning of what it is about'),
    ('approval.question', 'approval', 'May Dan have a laptop for 1,900 euros?', 'What is to be approved'),
    ('approval.until', 'approval', '2026-03-04 17:00',
        'Until when, in the recipient''s zone; empty: whenever'),
    ('approval.url', 'approval', 'https://support.lumenfield.example/support/approvals/7', 'Where one decides'),
    ('report.title', 'report', 'Tickets per day', 'Title of the report'),
    ('report.description', 'report', 'Tickets opened and resolved.', 'What its numbers are; empty: nothing is said'),
    ('report.period', 'report', '2026-02-23 – 2026-03-01', 'Its days; empty: it has no period'),
    ('report.url', 'report', 'https://support.lumenfield.example/support/admin/reports/volume', 'Its page'),
    ('notices', 'notices', NULL, 'What happened, the oldest first: {% for notice in notices %}'),
    ('notices.title', 'notices', 'Ben Okafor mentioned you in ESC-00042', 'What happened, in a line'),
    ('notices.url', 'notices', 'https://support.lumenfield.example/support/agent/tickets/42',
        'Page of its ticket; empty: it is of none'),
    ('digest.notices', 'notices', '1', 'How many they are; more than a hundred are not listed'),
    ('link.url', 'link', 'https://support.lumenfield.example/auth/password#Zm9yIGV4YW1wbGU', 'Where the link leads'),
    ('link.until', 'link', '2026-03-02 11:00', 'Until when it is good, in the recipient''s zone'),
    ('link.code', 'code', '042 137', 'What can be typed in place of the link; empty: there is none'),
    ('ratings', 'ratings', NULL, 'The five answers, the best first: {% for rating in ratings %}'),
    ('ratings.number', 'ratings', '5', 'One to five, five the best'),
    ('ratings.stars', 'ratings', '★★★★★', 'One to five stars'),
    ('ratings.url', 'ratings', 'https://support.lumenfield.example/auth/guest#Zm9yIGV4YW1wbGU', 'Where one rates so'),
    ('hours.are_open', 'hours', 'yes', 'Empty outside of the business hours of the ticket; always filled without any'),
    ('hours.open_at', 'hours', '2026-03-02 09:00', 'When they begin next, in their own zone; empty while they last'),
    (
        'unsubscribe.url', 'unsubscribe',
        'https://support.lumenfield.example/mail/unsubscribe/digest/4.0123',
        'Where one gets no more such mail'
    )
) AS p(placeholder, scope, sample, description);

COMMENT ON VIEW helpdesk.mail_placeholder IS
'What texts of mails are filled in with; scope: for kinds of mail that speak of that. Null: for all. A name without a '
'dot is a list, whose fields stand in its loop only.';
GRANT SELECT ON helpdesk.mail_placeholder TO agent, admin;

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('delivery_failed', false, 'A mail of %1$s did not arrive', 'A mail did not reach some of its recipients.'),
    ('delivery_delayed', false, NULL, 'A mail has not reached some of its recipients yet; the server goes on trying.'),
    ('mail_complained', false, 'A mail of %1$s was called spam', 'A recipient called a mail spam.')
) AS d (kind, is_public, notice_title, description);

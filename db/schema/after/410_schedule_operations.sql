INSERT INTO helpdesk.schedule AS s (name, cron, call, description) VALUES
    ('wake_snoozed', '* * * * *', 'helpdesk.wake_snoozed()', 'Wakes snoozed tickets that are due.'),
    ('index_words', '* * * * *', 'helpdesk.index_words()', 'Makes tickets searchable that were loaded without triggers.'),
    ('close_incidents', '* * * * *', 'helpdesk.close_incidents()', 'Resolves the incidents of resolved problems, if setting close_incidents_with_problem is on.'),
    ('purge_idempotency_keys', '35 * * * *', 'helpdesk.purge_idempotency_keys()', 'Deletes answers of creating verbs older than 24 hours.'),
    ('purge_presence', '40 * * * *', 'helpdesk.purge_presence()', 'Deletes who looked at which ticket, older than an hour.')
ON CONFLICT (name) DO UPDATE SET call = excluded.call, description = excluded.description
WHERE (s.call, s.description) IS DISTINCT FROM (excluded.call, excluded.description);

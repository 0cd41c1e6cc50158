INSERT INTO helpdesk.schedule AS s (name, cron, call, description) VALUES
    ('purge_webhook_deliveries', '50 4 * * *', 'helpdesk.purge_webhook_deliveries(coalesce($1, 30))', 'Deletes webhook deliveries that are done, older than 30 days.')
ON CONFLICT (name) DO UPDATE SET call = excluded.call, description = excluded.description
WHERE (s.call, s.description) IS DISTINCT FROM (excluded.call, excluded.description);

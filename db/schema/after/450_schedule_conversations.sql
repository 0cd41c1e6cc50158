INSERT INTO helpdesk.schedule AS s (name, cron, call, description) VALUES
    ('gather_digests', '5 * * * *', 'helpdesk.gather_digests()', 'Makes the digests of the people whose local hour it is.')
ON CONFLICT (name) DO UPDATE SET call = excluded.call, description = excluded.description
WHERE (s.call, s.description) IS DISTINCT FROM (excluded.call, excluded.description);

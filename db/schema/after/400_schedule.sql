INSERT INTO helpdesk.schedule AS s (name, cron, call, description) VALUES
    ('close_resolved', '15 3 * * *', 'helpdesk.close_resolved(p_days => $1)', 'Closes what has been resolved for auto_close_resolved_after_days.'),
    ('purge_activities', '20 4 * * 0', 'helpdesk.purge_activities($1)', 'Deletes the history of tickets closed for activities_kept_days, save what reports and SLA clocks follow from.'),
    ('audit_partitions', '5 0 * * *', 'audit.keep_partitions()', 'Makes the audit log''s partitions for the months to come.'),
    ('audit_retention', '10 0 * * *', 'audit.drop_partitions()', 'Drops the audit log''s months older than audit_kept_months.'),
    ('purge_schedule_runs', '45 4 * * *', 'helpdesk.purge_schedule_runs(coalesce($1, 30))', 'Deletes runs older than 30 days.')
ON CONFLICT (name) DO UPDATE SET call = excluded.call, description = excluded.description
WHERE (s.call, s.description) IS DISTINCT FROM (excluded.call, excluded.description);

CREATE OR REPLACE TRIGGER schedule_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.schedule
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('name');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('purge_schedule_runs', '45 4 * * *', 'helpdesk.purge_schedule_runs(coalesce($1, 30))',
        'Deletes runs older than 30 days.')
) AS d (name, cron, call, description);

-- The partitions first: a month of which the default partition holds rows gets none.
SELECT audit.keep_partitions();

CREATE OR REPLACE TRIGGER change_05_refuse_truncate BEFORE TRUNCATE ON audit.change
    FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__refuse_change();
CREATE OR REPLACE TRIGGER change_05_refuse_change BEFORE UPDATE OR DELETE ON audit.change
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_event__refuse_change();

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('audit_partitions', '5 0 * * *', 'audit.keep_partitions()',
        'Makes the audit log''s partitions for the months to come.'),
    ('audit_retention', '10 0 * * *', 'audit.drop_partitions()',
        'Drops the audit log''s months older than audit_kept_months.')
) AS d (name, cron, call, description);

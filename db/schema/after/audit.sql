-- The partitions first: a month of which the default partition holds rows gets none.
SELECT audit.keep_partitions();

CREATE OR REPLACE TRIGGER change_05_refuse_truncate BEFORE TRUNCATE ON audit.change
    FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__refuse_change();
CREATE OR REPLACE TRIGGER change_05_refuse_change BEFORE UPDATE OR DELETE ON audit.change
    FOR EACH ROW EXECUTE FUNCTION audit.tg_change__refuse_change();

CREATE OR REPLACE TRIGGER gap_90_audit AFTER INSERT OR UPDATE OR DELETE ON audit.gap
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('reason');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('audit_partitions', '5 0 * * *', 'audit.keep_partitions()',
        'Makes the audit log''s partitions for the months to come.'),
    ('audit_retention', '10 0 * * *', 'audit.drop_partitions()',
        'Drops the audit log''s months older than audit_kept_months.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD061', 404, 'the row was not there at that instant',
        'Ask for an instant between its creation and its deletion.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('audit_kept_months', 'int', '0', '{"min": 0, "max": 1200}',
        'Whole months that the audit log is kept; 0: for ever.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('audit.read', 'Read the audit log.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'audit.read')
) AS d (role, permission);

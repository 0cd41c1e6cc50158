CREATE OR REPLACE TRIGGER seal_05_refuse_change BEFORE UPDATE OR DELETE ON audit.seal
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_event__refuse_change();
CREATE OR REPLACE TRIGGER seal_05_refuse_truncate BEFORE TRUNCATE ON audit.seal
    FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__refuse_change();
CREATE OR REPLACE TRIGGER sealed_rows_05_refuse_change BEFORE UPDATE ON audit.sealed_rows
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_event__refuse_change();
CREATE OR REPLACE TRIGGER sealed_rows_05_refuse_delete BEFORE DELETE ON audit.sealed_rows
    FOR EACH ROW EXECUTE FUNCTION audit.tg_sealed_rows__refuse_delete();
CREATE OR REPLACE TRIGGER sealed_rows_05_refuse_truncate BEFORE TRUNCATE ON audit.sealed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__refuse_change();

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('seals', '* * * * *', 'audit.seal_changes()',
        'Seals the audit log, so that a row that is changed, missing or inserted later shows.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD120', 409, 'the audit log cannot be sealed this way', 'Run job seals: pgdesk sweep seals.')
) AS d (code, http_status, meaning, hint);

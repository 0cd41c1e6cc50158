CREATE OR REPLACE TRIGGER schedule_05_keep_declared BEFORE DELETE OR UPDATE OF name ON helpdesk.schedule
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER schedule_10_note_time_added BEFORE INSERT ON helpdesk.schedule
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_schedule__note_time();

CREATE OR REPLACE TRIGGER schedule_10_note_time_changed BEFORE UPDATE ON helpdesk.schedule
    FOR EACH ROW WHEN ((NEW.cron, NEW.is_active) IS DISTINCT FROM (OLD.cron, OLD.is_active))
    EXECUTE FUNCTION helpdesk.tg_schedule__note_time();

CREATE OR REPLACE TRIGGER schedule_20_add_turn AFTER INSERT ON helpdesk.schedule
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_schedule__add_turn();

CREATE OR REPLACE TRIGGER schedule_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.schedule
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('name');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('purge_schedule_runs', '45 4 * * *', 'helpdesk.purge_schedule_runs(coalesce($1, 30))',
        'Deletes runs older than 30 days.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD064', 409, 'a job was only tried, and is undone', 'Nothing is to be done: try_job says what it found.')
) AS d (code, http_status, meaning, hint);

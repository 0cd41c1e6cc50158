CREATE OR REPLACE TRIGGER time_entry_01_refuse_chosen_key BEFORE INSERT ON helpdesk.time_entry
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.time_entry_id, 'helpdesk.time_entry_time_entry_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('time_entry_id');
CREATE OR REPLACE TRIGGER time_entry_01_refuse_changed_key BEFORE UPDATE OF time_entry_id ON helpdesk.time_entry
    FOR EACH ROW WHEN (NEW.time_entry_id IS DISTINCT FROM OLD.time_entry_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('time_entry_id');
CREATE OR REPLACE TRIGGER time_entry_10_prepare BEFORE INSERT OR UPDATE ON helpdesk.time_entry
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_time_entry__prepare();
CREATE OR REPLACE TRIGGER time_entry_20_check BEFORE INSERT OR UPDATE OR DELETE ON helpdesk.time_entry
    FOR EACH ROW WHEN (row_security_active('helpdesk.time_entry'::regclass))
    EXECUTE FUNCTION helpdesk.tg_time_entry__check();
CREATE OR REPLACE TRIGGER time_entry_50_record_event AFTER INSERT ON helpdesk.time_entry
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_time_entry__record_event();
CREATE OR REPLACE TRIGGER time_entry_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.time_entry
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('time_entry_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD170', 409, 'a timer runs already, or none does', 'See /rest/timers; rpc/stop_timer ends the one that runs.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('tickets.time', 'Note time spent on tickets.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('light_agent', 'tickets.time'),
    ('agent', 'tickets.time'),
    ('admin', 'tickets.time')
) AS d (role, permission);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('time_logged', false, NULL, 'Somebody noted time spent on the ticket; total: its minutes in all.')
) AS d (kind, is_public, notice_title, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.condition_field', jsonb_agg(d)) FROM (VALUES
    ('minutes_spent', 'number',
        'coalesce((SELECT sum(e.minutes) FROM helpdesk.time_entry AS e WHERE e.ticket_id = v.ticket_id), 0)',
        'Time that staff spent on it, in minutes.')
) AS d (field, value_type, expression, description);

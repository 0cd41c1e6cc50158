CREATE OR REPLACE TRIGGER event_10_add_sla_facts BEFORE INSERT ON helpdesk.event
    FOR EACH ROW
    WHEN (NEW.kind IN (
        'ticket_created', 'ticket_updated', 'ticket_status_changed', 'ticket_priority_changed', 'ticket_deleted',
        'ticket_restored', 'reply_created', 'tag_added', 'tag_removed', 'department_changed', 'ticket_snoozed',
        'ticket_woken', 'sla_rematched'
    ))
    EXECUTE FUNCTION helpdesk.tg_event__add_sla_facts();
CREATE OR REPLACE TRIGGER event_20_update_sla_clocks AFTER INSERT ON helpdesk.event
    FOR EACH ROW WHEN (NEW.sla IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_event__update_sla_clocks();

CREATE OR REPLACE TRIGGER calendar_10_check BEFORE INSERT OR UPDATE OF time_zone ON helpdesk.calendar
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_calendar__check();
CREATE CONSTRAINT TRIGGER calendar_60_publish AFTER INSERT OR UPDATE OR DELETE ON helpdesk.calendar
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_calendar__publish();
CREATE OR REPLACE TRIGGER calendar_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.calendar
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('calendar_id');

CREATE CONSTRAINT TRIGGER calendar_hours_60_publish AFTER INSERT OR UPDATE OR DELETE ON helpdesk.calendar_hours
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_calendar__publish();
CREATE OR REPLACE TRIGGER calendar_hours_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.calendar_hours
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('calendar_hours_id');

CREATE CONSTRAINT TRIGGER holiday_60_publish AFTER INSERT OR UPDATE OR DELETE ON helpdesk.holiday
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_calendar__publish();
CREATE OR REPLACE TRIGGER holiday_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.holiday
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('holiday_id');

CREATE OR REPLACE TRIGGER calendar_version_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.calendar_version
    FOR EACH ROW
    EXECUTE FUNCTION audit.tg_record_change('calendar_version_id', 'spans_from,spans_until,first_day,last_day');

CREATE OR REPLACE TRIGGER sla_metric_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.sla_metric
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('metric');

CREATE OR REPLACE TRIGGER sla_policy_10_prepare BEFORE INSERT OR UPDATE OF conditions ON helpdesk.sla_policy
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_sla_policy__prepare();
CREATE CONSTRAINT TRIGGER sla_policy_60_publish AFTER INSERT OR UPDATE OR DELETE ON helpdesk.sla_policy
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_sla_policy__publish();
CREATE OR REPLACE TRIGGER sla_policy_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.sla_policy
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('sla_policy_id');
CREATE OR REPLACE TRIGGER sla_policy_50_rebuild AFTER INSERT OR DELETE OR
    UPDATE OF conditions, position, is_default, is_active ON helpdesk.sla_policy
    FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_sla_policy__rebuild();

CREATE CONSTRAINT TRIGGER sla_target_60_publish AFTER INSERT OR UPDATE OR DELETE ON helpdesk.sla_target
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_sla_policy__publish();
CREATE OR REPLACE TRIGGER sla_target_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.sla_target
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('sla_policy_id,priority,metric');

CREATE OR REPLACE TRIGGER sla_policy_version_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.sla_policy_version
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('sla_policy_version_id');

CREATE OR REPLACE TRIGGER sla_pause_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.sla_pause
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('status,metric');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('check_sla', '* * * * *', 'helpdesk.check_sla()', 'Records SLA warnings and breaches that are due.'),
    ('extend_calendars', '25 2 * * 0', 'helpdesk.extend_calendars()',
        'Keeps opening times known two to three years ahead.')
) AS d (name, cron, call, description);

-- First versions of the seeded rows; later ones are made by the triggers.
SELECT helpdesk.publish_calendar(c.calendar_id) FROM helpdesk.calendar AS c;
SELECT helpdesk.publish_sla_policy(p.sla_policy_id) FROM helpdesk.sla_policy AS p;

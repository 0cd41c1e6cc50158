CREATE OR REPLACE TRIGGER event_10_add_sla_facts BEFORE INSERT ON helpdesk.event
    FOR EACH ROW
    WHEN (NEW.kind IN (
        'ticket_created', 'ticket_updated', 'ticket_status_changed', 'ticket_priority_changed', 'ticket_deleted',
        'ticket_restored', 'reply_created', 'tag_added', 'tag_removed', 'department_changed', 'ticket_snoozed',
        'ticket_woken', 'sla_rematched', 'merge_received', 'ticket_merged', 'ticket_unmerged', 'spam_marked',
        'spam_unmarked'
    ))
    EXECUTE FUNCTION helpdesk.tg_event__add_sla_facts();
CREATE OR REPLACE TRIGGER event_20_update_sla_clocks AFTER INSERT ON helpdesk.event
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__update_sla_clocks();

CREATE OR REPLACE TRIGGER sla_clock_50_show_insert AFTER INSERT ON helpdesk.sla_clock
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_sla_clock__show();
CREATE OR REPLACE TRIGGER sla_clock_50_show_update AFTER UPDATE ON helpdesk.sla_clock
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION helpdesk.tg_sla_clock__show();
CREATE OR REPLACE TRIGGER sla_clock_50_show_delete AFTER DELETE ON helpdesk.sla_clock
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_sla_clock__show();

CREATE OR REPLACE TRIGGER calendar_01_refuse_chosen_key BEFORE INSERT ON helpdesk.calendar
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.calendar_id, 'helpdesk.calendar_calendar_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('calendar_id');
CREATE OR REPLACE TRIGGER calendar_01_refuse_changed_key BEFORE UPDATE OF calendar_id ON helpdesk.calendar
    FOR EACH ROW WHEN (NEW.calendar_id IS DISTINCT FROM OLD.calendar_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('calendar_id');
CREATE OR REPLACE TRIGGER calendar_10_check BEFORE INSERT OR UPDATE OF time_zone ON helpdesk.calendar
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_calendar__check();
CREATE CONSTRAINT TRIGGER calendar_60_publish AFTER INSERT OR UPDATE OR DELETE ON helpdesk.calendar
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_calendar__publish();
CREATE OR REPLACE TRIGGER calendar_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.calendar
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('calendar_id');

CREATE CONSTRAINT TRIGGER calendar_hours_60_publish AFTER INSERT OR UPDATE OR DELETE ON helpdesk.calendar_hours
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_calendar__publish();
CREATE OR REPLACE TRIGGER calendar_hours_01_refuse_chosen_key BEFORE INSERT ON helpdesk.calendar_hours
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.calendar_hours_id, 'helpdesk.calendar_hours_calendar_hours_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('calendar_hours_id');
CREATE OR REPLACE TRIGGER calendar_hours_01_refuse_changed_key BEFORE UPDATE OF calendar_hours_id
    ON helpdesk.calendar_hours
    FOR EACH ROW WHEN (NEW.calendar_hours_id IS DISTINCT FROM OLD.calendar_hours_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('calendar_hours_id');
CREATE OR REPLACE TRIGGER calendar_hours_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.calendar_hours
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('calendar_hours_id');

CREATE CONSTRAINT TRIGGER holiday_60_publish AFTER INSERT OR UPDATE OR DELETE ON helpdesk.holiday
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_calendar__publish();
CREATE OR REPLACE TRIGGER holiday_01_refuse_chosen_key BEFORE INSERT ON helpdesk.holiday
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.holiday_id, 'helpdesk.holiday_holiday_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('holiday_id');
CREATE OR REPLACE TRIGGER holiday_01_refuse_changed_key BEFORE UPDATE OF holiday_id ON helpdesk.holiday
    FOR EACH ROW WHEN (NEW.holiday_id IS DISTINCT FROM OLD.holiday_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('holiday_id');
CREATE OR REPLACE TRIGGER holiday_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.holiday
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('holiday_id');

CREATE OR REPLACE TRIGGER calendar_version_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.calendar_version
    FOR EACH ROW
    EXECUTE FUNCTION audit.tg_record_change('calendar_version_id', 'spans_from,spans_until,first_day,last_day');

CREATE OR REPLACE TRIGGER sla_metric_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.sla_metric
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('metric');

CREATE OR REPLACE TRIGGER sla_policy_01_refuse_chosen_key BEFORE INSERT ON helpdesk.sla_policy
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.sla_policy_id, 'helpdesk.sla_policy_sla_policy_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('sla_policy_id');
CREATE OR REPLACE TRIGGER sla_policy_01_refuse_changed_key BEFORE UPDATE OF sla_policy_id ON helpdesk.sla_policy
    FOR EACH ROW WHEN (NEW.sla_policy_id IS DISTINCT FROM OLD.sla_policy_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('sla_policy_id');
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
    ('move_sla_clocks', '* * * * *', 'helpdesk.move_sla_clocks()',
        'Lets open SLA clocks follow edited calendars and policies, where they are many or somebody held them.'),
    ('recount', '35 2 * * *', 'helpdesk.recount()',
        'Shows on tickets what their SLA clocks say, where the copy is another.'),
    ('extend_calendars', '25 2 * * *', 'helpdesk.extend_calendars()',
        'Keeps opening times known two to three years ahead, by the server''s rules of time zones.')
) AS d (name, cron, call, description);

-- First versions of the seeded rows; later ones are made by the triggers.
SELECT helpdesk.publish_calendar(c.calendar_id) FROM helpdesk.calendar AS c;
SELECT helpdesk.publish_sla_policy(p.sla_policy_id) FROM helpdesk.sla_policy AS p;

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD201', 422, 'business time cannot be computed',
        'Give the calendar opening hours, or ask about an instant nearer to today.'),
    ('PD202', 422, 'opening hours cannot be read',
        'Give {"1": [["09:00", "17:00"]]}: ISO weekdays (1 is Monday), spans that end later than they begin; 24:00 '
        'is the end of the day.'),
    ('PD203', 422, 'holidays cannot be read', 'Correct the line that the message names.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('sla.enabled', 'bool', 'true', NULL, 'New tickets get SLA clocks; breaches and warnings are recorded.'),
    ('sla.business_hours_only', 'bool', 'false', NULL,
        'Where neither organisation, department nor policy names a calendar: the default calendar instead of around '
        'the clock.'),
    ('sla.on_reopen', 'choice', '"new_cycle"', '["new_cycle", "continue"]',
        'A reopened ticket gets a new resolution target, or the time used before counts on.'),
    ('sla.on_priority_change', 'choice', '"keep_start"', '["keep_start", "new_start"]',
        'A changed priority keeps the start of open clocks and the time used, or begins a new cycle of each; the old '
        'one is then restarted, neither met nor missed.'),
    ('sla.on_calendar_change', 'choice', '"segment"', '["segment", "last"]',
        'Another calendar, or an edited one: the old hours count until the change and the new ones from then on, or '
        'the last calendar counts for the whole cycle; applies from a ticket''s next change on.'),
    ('sla.snoozed', 'choice', '"running"', '["running", "paused"]',
        'Whether the clocks of a snoozed ticket run or are paused; applies from a ticket''s next change on.'),
    ('sla.on_change', 'choice', '"match_again"', '["match_again", "keep"]',
        'Whether a change of priority, type, department, organisation, requester, tags or custom fields chooses '
        'policy and calendar anew; used time is kept. What a ticket is opened with chooses in any case.'),
    ('sla.move_at_once', 'int', '2000', '{"min": 0, "max": 100000}',
        'So many open clocks at most follow an edited calendar or policy at once; of more a job moves some at a time.'),
    ('sla.warn_percent', 'int', '80', '{"min": 1, "max": 99}', 'Share of a target after which a warning is due.'),
    ('sla.warn_within_minutes', 'int', '0', '{"min": 0, "max": 525600}',
        'Warn when so much business time is left, instead of by share; 0: by share.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('sla_warning', false, '%1$s will miss a target soon', 'A target is about to be missed.'),
    ('sla_breached', false, '%1$s missed a target', 'A target was missed.'),
    ('sla_met', false, NULL, 'A target was met.'),
    ('sla_rematched', false, NULL, 'The ticket was matched to the SLA policies anew: rpc/rematch_sla.')
) AS d (kind, is_public, notice_title, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.condition_field', jsonb_agg(d)) FROM (VALUES
    ('sla.first_response_due_at', 'future', 'v.sla_first_response_due_at', 'When the first response is due.'),
    ('sla.next_response_due_at', 'future', 'v.sla_next_response_due_at', 'When the next response is due.'),
    ('sla.resolution_due_at', 'future', 'v.sla_resolution_due_at', 'When the resolution is due.'),
    ('sla.is_warned', 'bool',
        'EXISTS (SELECT 1 FROM helpdesk.sla_clock AS c WHERE c.ticket_id = v.ticket_id AND c.warned_at IS NOT NULL '
        'AND c.stopped_at IS NULL)', 'Whether a running target is about to be missed.'),
    ('sla.is_at_risk', 'bool',
        'EXISTS (SELECT 1 FROM helpdesk.sla_clock AS c WHERE c.ticket_id = v.ticket_id AND c.stopped_at IS NULL AND '
        '(c.breached_at IS NOT NULL OR c.warned_at IS NOT NULL))',
        'Whether a running target was missed or is about to be.'),
    ('sla.is_breached', 'bool',
        'EXISTS (SELECT 1 FROM helpdesk.sla_clock AS c WHERE c.ticket_id = v.ticket_id AND c.breached_at IS NOT NULL)',
        'Whether a target was ever missed.')
) AS d (field, value_type, expression, description);

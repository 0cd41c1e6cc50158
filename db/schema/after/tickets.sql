CREATE OR REPLACE TRIGGER status_10_keep_used BEFORE INSERT OR UPDATE OR DELETE ON helpdesk.status
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_status__keep_used();
CREATE OR REPLACE TRIGGER status_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.status
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('status');

CREATE OR REPLACE TRIGGER status_transition_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.status_transition
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('from_status,to_status');

CREATE OR REPLACE TRIGGER priority_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.priority
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('priority');

CREATE OR REPLACE TRIGGER ticket_type_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_type
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ticket_type');

CREATE OR REPLACE TRIGGER channel_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.channel
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('channel');

CREATE OR REPLACE TRIGGER tag_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.tag
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('tag_id');

CREATE OR REPLACE TRIGGER ticket_10_prepare_insert BEFORE INSERT ON helpdesk.ticket
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket__prepare_insert();
CREATE OR REPLACE TRIGGER ticket_20_check_change BEFORE UPDATE ON helpdesk.ticket
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket__check_change();
CREATE OR REPLACE TRIGGER ticket_25_follow_requester BEFORE UPDATE ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.requester_id IS DISTINCT FROM OLD.requester_id)
    EXECUTE FUNCTION helpdesk.tg_ticket__follow_requester();
CREATE OR REPLACE TRIGGER ticket_30_apply_status BEFORE UPDATE ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION helpdesk.tg_ticket__apply_status();
CREATE OR REPLACE TRIGGER ticket_40_check_assignee_insert BEFORE INSERT ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.assignee_id IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_ticket__check_assignee();
CREATE OR REPLACE TRIGGER ticket_40_check_assignee_update BEFORE UPDATE ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.assignee_id IS DISTINCT FROM OLD.assignee_id AND NEW.assignee_id IS NOT NULL)
    EXECUTE FUNCTION helpdesk.tg_ticket__check_assignee();
CREATE OR REPLACE TRIGGER ticket_41_check_department_insert BEFORE INSERT ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.department_id IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_ticket__check_department();
CREATE OR REPLACE TRIGGER ticket_41_check_department_update BEFORE UPDATE ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.department_id IS DISTINCT FROM OLD.department_id AND NEW.department_id IS NOT NULL)
    EXECUTE FUNCTION helpdesk.tg_ticket__check_department();
CREATE OR REPLACE TRIGGER ticket_50_record_events AFTER INSERT OR UPDATE ON helpdesk.ticket
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket__record_events();
CREATE OR REPLACE TRIGGER ticket_60_follow_assignee AFTER INSERT OR UPDATE OF assignee_id ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.assignee_id IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_ticket__follow_assignee();
CREATE OR REPLACE TRIGGER ticket_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ticket_id');

CREATE OR REPLACE TRIGGER message_10_prepare_insert BEFORE INSERT ON helpdesk.message
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_message__prepare_insert();
CREATE OR REPLACE TRIGGER message_20_check_change BEFORE UPDATE ON helpdesk.message
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_message__check_change();
CREATE OR REPLACE TRIGGER message_50_move_ticket AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.description_of_id IS NULL) EXECUTE FUNCTION helpdesk.tg_message__move_ticket();
CREATE OR REPLACE TRIGGER message_51_record_change AFTER UPDATE ON helpdesk.message
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_message__record_change();
CREATE OR REPLACE TRIGGER message_70_remove_draft AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind <> 'system' AND NEW.description_of_id IS NULL)
    EXECUTE FUNCTION helpdesk.tg_message__remove_draft();
CREATE OR REPLACE TRIGGER message_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.message
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('message_id');

CREATE OR REPLACE TRIGGER ticket_tag_50_record_event AFTER INSERT OR DELETE ON helpdesk.ticket_tag
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket_tag__record_event();
CREATE OR REPLACE TRIGGER ticket_tag_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_tag
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ticket_id,tag_id');

CREATE OR REPLACE TRIGGER ticket_follower_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_follower
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ticket_id,person_id');

CREATE OR REPLACE TRIGGER ticket_participant_50_record_event AFTER INSERT OR DELETE ON helpdesk.ticket_participant
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket_participant__record_event();
CREATE OR REPLACE TRIGGER ticket_participant_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_participant
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ticket_id,person_id');

CREATE OR REPLACE TRIGGER event_kind_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.event_kind
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('kind');

CREATE OR REPLACE TRIGGER event_05_refuse_truncate BEFORE TRUNCATE ON helpdesk.event
    FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__refuse_change();
CREATE OR REPLACE TRIGGER event_05_refuse_change BEFORE UPDATE ON helpdesk.event
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_event__refuse_change();
CREATE OR REPLACE TRIGGER event_05_refuse_delete BEFORE DELETE ON helpdesk.event
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_event__refuse_delete();

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('close_resolved', '15 3 * * *', 'helpdesk.close_resolved(p_days => $1)',
        'Closes what has been resolved for auto_close_resolved_after_days.'),
    ('purge_activities', '20 4 * * 0', 'helpdesk.purge_activities($1)',
        'Deletes the history of tickets closed for activities_kept_days, save what reports and SLA clocks follow '
        'from.'),
    ('purge_presence', '40 * * * *', 'helpdesk.purge_presence()',
        'Deletes who looked at which ticket, older than an hour.')
) AS d (name, cron, call, description);

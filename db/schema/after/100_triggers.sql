CREATE OR REPLACE TRIGGER setting_10_check_value BEFORE INSERT OR UPDATE OF value, environment_value ON helpdesk.setting
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_setting__check_value();

CREATE OR REPLACE TRIGGER person_10_prepare BEFORE INSERT OR UPDATE ON helpdesk.person
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_person__prepare();
CREATE OR REPLACE TRIGGER person_50_keep_agent AFTER INSERT OR UPDATE OF role ON helpdesk.person
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_person__keep_agent();

CREATE OR REPLACE TRIGGER ticket_10_prepare_insert BEFORE INSERT ON helpdesk.ticket
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket__prepare_insert();
CREATE OR REPLACE TRIGGER ticket_20_check_change BEFORE UPDATE ON helpdesk.ticket
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket__check_change();
CREATE OR REPLACE TRIGGER person_65_drop_requests AFTER UPDATE OF is_active, role ON helpdesk.person
    FOR EACH ROW WHEN (OLD.role <> 'customer' AND (NOT NEW.is_active OR NEW.role = 'customer'))
    EXECUTE FUNCTION helpdesk.tg_person__drop_requests();
CREATE OR REPLACE TRIGGER status_10_keep_used BEFORE INSERT OR UPDATE OR DELETE ON helpdesk.status
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_status__keep_used();
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

CREATE OR REPLACE TRIGGER message_10_prepare_insert BEFORE INSERT ON helpdesk.message
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_message__prepare_insert();
CREATE OR REPLACE TRIGGER message_20_check_change BEFORE UPDATE ON helpdesk.message
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_message__check_change();
CREATE OR REPLACE TRIGGER message_50_move_ticket AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.description_of_id IS NULL) EXECUTE FUNCTION helpdesk.tg_message__move_ticket();
CREATE OR REPLACE TRIGGER message_51_record_change AFTER UPDATE ON helpdesk.message
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_message__record_change();
CREATE OR REPLACE TRIGGER message_60_mention_people AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind = 'note') EXECUTE FUNCTION helpdesk.tg_message__mention_people();
CREATE OR REPLACE TRIGGER message_61_mention_people_anew AFTER UPDATE OF body ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind = 'note' AND NEW.deleted_at IS NULL AND NEW.body <> OLD.body)
    EXECUTE FUNCTION helpdesk.tg_message__mention_people();

CREATE OR REPLACE TRIGGER ticket_tag_50_record_event AFTER INSERT OR DELETE ON helpdesk.ticket_tag
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket_tag__record_event();

CREATE OR REPLACE TRIGGER event_05_refuse_change BEFORE UPDATE ON helpdesk.event
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_event__refuse_change();
CREATE OR REPLACE TRIGGER event_05_refuse_delete BEFORE DELETE ON helpdesk.event
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_event__refuse_delete();
CREATE OR REPLACE TRIGGER event_05_refuse_truncate BEFORE TRUNCATE ON helpdesk.event
    FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__refuse_change();
CREATE OR REPLACE TRIGGER event_70_notify_people AFTER INSERT ON helpdesk.event
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__notify_people();

CREATE OR REPLACE TRIGGER change_05_refuse_change BEFORE UPDATE OR DELETE ON audit.change
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_event__refuse_change();
CREATE OR REPLACE TRIGGER change_05_refuse_truncate BEFORE TRUNCATE ON audit.change
    FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__refuse_change();

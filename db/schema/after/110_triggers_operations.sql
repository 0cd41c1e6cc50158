CREATE OR REPLACE TRIGGER ticket_15_refuse_blocked BEFORE INSERT ON helpdesk.ticket
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_refuse_blocked_sender();
CREATE OR REPLACE TRIGGER ticket_25_follow_requester BEFORE UPDATE ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.requester_id IS DISTINCT FROM OLD.requester_id) EXECUTE FUNCTION helpdesk.tg_ticket__follow_requester();
CREATE OR REPLACE TRIGGER ticket_34_end_spam BEFORE UPDATE ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.is_spam AND NEW.status <> OLD.status AND NEW.status_category NOT IN ('solved', 'closed'))
    EXECUTE FUNCTION helpdesk.tg_ticket__end_spam();
CREATE OR REPLACE TRIGGER ticket_35_end_snooze BEFORE UPDATE ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.status <> OLD.status AND num_nonnulls(NEW.snoozed_until, NEW.status_before) > 0)
    EXECUTE FUNCTION helpdesk.tg_ticket__end_snooze();
CREATE OR REPLACE TRIGGER ticket_80_index_words_insert AFTER INSERT ON helpdesk.ticket
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket__index_words();
CREATE OR REPLACE TRIGGER ticket_80_index_words_update AFTER UPDATE ON helpdesk.ticket
    FOR EACH ROW WHEN ((NEW.subject, NEW.description, NEW.language) IS DISTINCT FROM (OLD.subject, OLD.description, OLD.language))
    EXECUTE FUNCTION helpdesk.tg_ticket__index_words();

CREATE OR REPLACE TRIGGER message_05_find_ticket BEFORE INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.description_of_id IS NULL) EXECUTE FUNCTION helpdesk.tg_message__find_ticket();
CREATE OR REPLACE TRIGGER message_15_refuse_blocked BEFORE INSERT ON helpdesk.message
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_refuse_blocked_sender();
CREATE OR REPLACE TRIGGER message_45_wake_ticket AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind = 'reply' AND NEW.description_of_id IS NULL) EXECUTE FUNCTION helpdesk.tg_message__wake_ticket();
CREATE OR REPLACE TRIGGER message_70_remove_draft AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind <> 'system' AND NEW.description_of_id IS NULL) EXECUTE FUNCTION helpdesk.tg_message__remove_draft();
CREATE OR REPLACE TRIGGER message_80_index_words_insert AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind <> 'system') EXECUTE FUNCTION helpdesk.tg_message__index_words();
CREATE OR REPLACE TRIGGER message_80_index_words_update AFTER UPDATE ON helpdesk.message
    FOR EACH ROW WHEN (
        NEW.kind <> 'system'
        AND (NEW.body, NEW.deleted_at, NEW.ticket_id) IS DISTINCT FROM (OLD.body, OLD.deleted_at, OLD.ticket_id)
    )
    EXECUTE FUNCTION helpdesk.tg_message__index_words();

CREATE OR REPLACE TRIGGER ticket_link_10_check_cycle BEFORE INSERT OR UPDATE ON helpdesk.ticket_link
    FOR EACH ROW WHEN (NEW.kind IN ('parent_child', 'problem_incident')) EXECUTE FUNCTION helpdesk.tg_ticket_link__check_cycle();
CREATE OR REPLACE TRIGGER ticket_link_50_record_event AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_link
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket_link__record_event();
CREATE OR REPLACE TRIGGER ticket_participant_50_record_event AFTER INSERT OR DELETE ON helpdesk.ticket_participant
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket_participant__record_event();

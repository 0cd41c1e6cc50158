CREATE OR REPLACE TRIGGER ticket_15_refuse_blocked BEFORE INSERT ON helpdesk.ticket
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_refuse_blocked_sender();
CREATE OR REPLACE TRIGGER ticket_34_end_spam BEFORE UPDATE ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.is_spam AND NEW.status <> OLD.status AND NEW.status_category NOT IN ('solved', 'closed'))
    EXECUTE FUNCTION helpdesk.tg_ticket__end_spam();

CREATE OR REPLACE TRIGGER message_15_refuse_blocked BEFORE INSERT ON helpdesk.message
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_refuse_blocked_sender();

CREATE OR REPLACE TRIGGER blocked_sender_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.blocked_sender
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('sender');

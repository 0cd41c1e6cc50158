CREATE OR REPLACE TRIGGER rating_10_check BEFORE INSERT ON helpdesk.rating
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_rating__check();
CREATE OR REPLACE TRIGGER rating_50_record_event AFTER INSERT ON helpdesk.rating
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_rating__record_event();
CREATE OR REPLACE TRIGGER rating_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.rating
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ticket_id');

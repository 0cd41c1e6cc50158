CREATE OR REPLACE TRIGGER ticket_45_check_custom_fields AFTER UPDATE ON helpdesk.ticket
    FOR EACH ROW WHEN (
        OLD.status_category NOT IN ('solved', 'closed') AND NEW.status_category IN ('solved', 'closed')
        AND NEW.merged_into_id IS NULL AND NOT NEW.is_spam
    )
    EXECUTE FUNCTION helpdesk.tg_ticket__check_custom_fields();
CREATE CONSTRAINT TRIGGER ticket_70_check_required AFTER INSERT ON helpdesk.ticket
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN (NEW.channel NOT IN ('email', 'import'))
    EXECUTE FUNCTION helpdesk.tg_ticket__check_custom_fields();

CREATE OR REPLACE TRIGGER custom_object_10_prepare BEFORE INSERT OR UPDATE OR DELETE ON helpdesk.custom_object
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom_object__prepare();
CREATE OR REPLACE TRIGGER custom_object_50_keep_storage AFTER INSERT OR UPDATE OR DELETE ON helpdesk.custom_object
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom_object__keep_storage();
CREATE OR REPLACE TRIGGER custom_object_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.custom_object
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('object');

CREATE OR REPLACE TRIGGER custom_field_10_prepare BEFORE INSERT OR UPDATE OR DELETE ON helpdesk.custom_field
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom_field__prepare();
CREATE OR REPLACE TRIGGER custom_field_50_keep_column AFTER INSERT OR UPDATE OR DELETE ON helpdesk.custom_field
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom_field__keep_column();
CREATE OR REPLACE TRIGGER custom_field_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.custom_field
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('custom_field_id');

CREATE OR REPLACE TRIGGER custom_option_10_check BEFORE INSERT OR UPDATE OR DELETE ON helpdesk.custom_option
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom_option__check();
CREATE OR REPLACE TRIGGER custom_option_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.custom_option
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('custom_field_id,value');

CREATE OR REPLACE TRIGGER ticket_custom_10_check BEFORE INSERT OR UPDATE ON helpdesk.ticket_custom
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom__check('ticket');
CREATE OR REPLACE TRIGGER ticket_custom_50_record_change AFTER INSERT OR UPDATE ON helpdesk.ticket_custom
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom__record_change('ticket');
CREATE OR REPLACE TRIGGER ticket_custom_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_custom
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ticket_id');

CREATE OR REPLACE TRIGGER person_custom_10_check BEFORE INSERT OR UPDATE ON helpdesk.person_custom
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom__check('person');
CREATE OR REPLACE TRIGGER person_custom_50_record_change AFTER INSERT OR UPDATE ON helpdesk.person_custom
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom__record_change('person');
CREATE OR REPLACE TRIGGER person_custom_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.person_custom
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_id');

CREATE OR REPLACE TRIGGER organisation_custom_10_check BEFORE INSERT OR UPDATE ON helpdesk.organisation_custom
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom__check('organisation');
CREATE OR REPLACE TRIGGER organisation_custom_50_record_change AFTER INSERT OR UPDATE ON helpdesk.organisation_custom
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom__record_change('organisation');
CREATE OR REPLACE TRIGGER organisation_custom_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.organisation_custom
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('organisation_id');

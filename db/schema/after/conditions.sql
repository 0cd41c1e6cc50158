CREATE OR REPLACE TRIGGER condition_operator_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.condition_operator
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('operator');

CREATE OR REPLACE TRIGGER condition_type_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.condition_type
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('value_type');

CREATE OR REPLACE TRIGGER condition_field_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.condition_field
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('field');

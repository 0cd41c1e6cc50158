CREATE OR REPLACE TRIGGER request_form_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.request_form
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('form');

CREATE OR REPLACE TRIGGER request_form_field_10_prepare BEFORE INSERT OR UPDATE OR DELETE ON helpdesk.request_form_field
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_request_form_field__prepare();
CREATE OR REPLACE TRIGGER request_form_field_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.request_form_field
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('form,key');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD102', 422, 'the answers do not fit the form', 'Answer what /rest/request_form_fields shows, and nothing else.')
) AS d (code, http_status, meaning, hint);

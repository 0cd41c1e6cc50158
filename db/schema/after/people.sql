CREATE OR REPLACE TRIGGER organisation_01_refuse_chosen_key BEFORE INSERT ON helpdesk.organisation
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.organisation_id, 'helpdesk.organisation_organisation_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('organisation_id');
CREATE OR REPLACE TRIGGER organisation_01_refuse_changed_key BEFORE UPDATE OF organisation_id ON helpdesk.organisation
    FOR EACH ROW WHEN (NEW.organisation_id IS DISTINCT FROM OLD.organisation_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('organisation_id');
CREATE OR REPLACE TRIGGER organisation_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.organisation
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('organisation_id');

CREATE OR REPLACE TRIGGER organisation_domain_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.organisation_domain
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('domain');

CREATE OR REPLACE TRIGGER person_01_refuse_chosen_key BEFORE INSERT ON helpdesk.person
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.person_id, 'helpdesk.person_person_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('person_id');
CREATE OR REPLACE TRIGGER person_01_refuse_changed_key BEFORE UPDATE OF person_id ON helpdesk.person
    FOR EACH ROW WHEN (NEW.person_id IS DISTINCT FROM OLD.person_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('person_id');
CREATE OR REPLACE TRIGGER person_10_prepare BEFORE INSERT OR UPDATE ON helpdesk.person
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_person__prepare();
CREATE OR REPLACE TRIGGER person_20_check_change BEFORE UPDATE OF email, organisation_id ON helpdesk.person
    FOR EACH ROW WHEN ((NEW.email, NEW.organisation_id) IS DISTINCT FROM (OLD.email, OLD.organisation_id))
    EXECUTE FUNCTION helpdesk.tg_person__check_change();
CREATE OR REPLACE TRIGGER person_40_keep_address AFTER INSERT OR UPDATE OF email ON helpdesk.person
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_person__keep_address();
CREATE OR REPLACE TRIGGER person_50_keep_agent AFTER INSERT OR UPDATE OF role ON helpdesk.person
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_person__keep_agent();
CREATE OR REPLACE TRIGGER person_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.person
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_id');

CREATE OR REPLACE TRIGGER person_address_10_prepare BEFORE INSERT ON helpdesk.person_address
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_person_address__prepare();
CREATE OR REPLACE TRIGGER person_address_20_keep_primary BEFORE DELETE ON helpdesk.person_address
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_person_address__keep_primary();
CREATE OR REPLACE TRIGGER person_address_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.person_address
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('email');

CREATE OR REPLACE TRIGGER agent_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.agent
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_id');

CREATE OR REPLACE TRIGGER person_note_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.person_note
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_note_id');

CREATE OR REPLACE TRIGGER department_01_refuse_chosen_key BEFORE INSERT ON helpdesk.department
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.department_id, 'helpdesk.department_department_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('department_id');
CREATE OR REPLACE TRIGGER department_01_refuse_changed_key BEFORE UPDATE OF department_id ON helpdesk.department
    FOR EACH ROW WHEN (NEW.department_id IS DISTINCT FROM OLD.department_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('department_id');
CREATE OR REPLACE TRIGGER department_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.department
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('department_id');

CREATE OR REPLACE TRIGGER department_member_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.department_member
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('department_id,person_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('online_within_seconds', 'int', '300', '{"min": 30, "max": 86400}', 'Staff seen within this time are online.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD019', 409, 'somebody has this mail address already', 'Look them up in /rest/person_addresses.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('people.customers',
        'Add customers, and change their names, addresses, phones, languages, time zones and organisations.'),
    ('people.edit', 'Create and change people.'),
    ('people.note', 'Write notes about people.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (
    SELECT unnest(p.roles) AS role, p.permission
    FROM (VALUES
        ('people.customers', ARRAY['agent', 'admin']),
        ('people.edit', ARRAY['admin']),
        ('people.note', ARRAY['agent', 'admin'])
    ) AS p (permission, roles)
) AS d;

CREATE OR REPLACE TRIGGER ticket_45_check_custom_fields AFTER UPDATE OF status ON helpdesk.ticket
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

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD801', 422, 'the value of a custom field is wrong',
        'Correct the field that the message names; see /rest/custom_fields.'),
    ('PD802', 422, 'a required custom field is empty',
        'Fill in the fields that the message names, with custom_fields of rpc/create_ticket or with '
        'rpc/set_custom_fields.'),
    ('PD803', 422, 'the definition of a custom field or object is wrong',
        'Correct the argument that the message names.'),
    ('PD804', 409, 'a custom field is in use', 'Change or remove what uses it first.'),
    ('PD805', 409, 'the table of the custom fields is busy', 'Try again in a moment.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('tickets.custom_fields', 'Fill in custom fields of tickets.'),
    ('people.custom_fields', 'Fill in custom fields of people and organisations.'),
    ('records.edit', 'Create, change, link and remove records of custom objects.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (
    SELECT unnest(p.roles) AS role, p.permission
    FROM (VALUES
        ('tickets.custom_fields', ARRAY['anon', 'customer', 'agent', 'admin']),
        ('people.custom_fields', ARRAY['customer', 'agent', 'admin']),
        ('records.edit', ARRAY['agent', 'admin'])
    ) AS p (permission, roles)
) AS d;

SELECT pgdesk_deploy.declare_rows('helpdesk.condition_type', jsonb_agg(d)) FROM (VALUES
    ('date', '{is,is_not,in,not_in,greater,less,between,is_empty,older_than,within,changed,changed_from,changed_to}'),
    ('choices', '{is,is_not,in,not_in,contains,is_empty,changed}')
) AS d (value_type, operators);

SELECT pgdesk_deploy.declare_rows('helpdesk.rule_action', jsonb_agg(d)) FROM (VALUES
    ('set_custom_fields', 'custom', NULL, '{escalation,automation,workflow,button,macro,bulk}',
        'Set custom fields of the ticket: {"key": value or null}.')
) AS d (action, value_shape, choices, rule_kinds, description);

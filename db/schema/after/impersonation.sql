CREATE OR REPLACE TRIGGER impersonation_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.impersonation
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('session_id');
CREATE OR REPLACE TRIGGER person_66_end_impersonation AFTER UPDATE OF role, is_active ON helpdesk.person
    FOR EACH ROW WHEN (OLD.role = 'admin' AND OLD.is_active AND (NEW.role <> 'admin' OR NOT NEW.is_active))
    EXECUTE FUNCTION helpdesk.tg_person__end_impersonation();

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD094', 403, 'nobody may act as this person, or do this as somebody else', 'Sign in as yourself.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('people.impersonate', 'Act as somebody else, who is told.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'people.impersonate')
) AS d (role, permission);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('impersonation_minutes', 'int', '30', '{"min": 1, "max": 240}',
        'How long an administrator acts as somebody else at most.'),
    ('impersonate_admins', 'bool', 'false', NULL, 'Administrators may act as other administrators, too.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.outgoing_mail_kind', jsonb_agg(d)) FROM (VALUES
    ('impersonated', true, 'An administrator acts as them.')
) AS d (kind, is_urgent, description);

CREATE OR REPLACE TRIGGER desk_role_20_keep BEFORE DELETE OR UPDATE OF role, builds_on, is_shipped ON helpdesk.desk_role
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_desk_role__keep();
CREATE OR REPLACE TRIGGER desk_role_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.desk_role
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('role');

CREATE OR REPLACE TRIGGER agent_20_check_desk_role BEFORE INSERT OR UPDATE OF desk_role ON helpdesk.agent
    FOR EACH ROW WHEN (NEW.desk_role IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_agent__check_desk_role();
CREATE OR REPLACE TRIGGER agent_30_keep_admin AFTER UPDATE OF desk_role ON helpdesk.agent
    FOR EACH ROW WHEN (NEW.desk_role IS NOT NULL AND NEW.desk_role IS DISTINCT FROM OLD.desk_role)
    EXECUTE FUNCTION helpdesk.tg_keep_admin();
CREATE OR REPLACE TRIGGER role_permission_30_keep_admin AFTER UPDATE OR DELETE ON helpdesk.role_permission
    FOR EACH ROW WHEN (OLD.permission = 'settings.edit') EXECUTE FUNCTION helpdesk.tg_keep_admin();
CREATE OR REPLACE TRIGGER person_30_keep_admin_update AFTER UPDATE OF role, is_active, is_guest ON helpdesk.person
    FOR EACH ROW WHEN (
        OLD.role = 'admin' AND OLD.is_active AND NOT (NEW.role = 'admin' AND NEW.is_active AND NOT NEW.is_guest)
    ) EXECUTE FUNCTION helpdesk.tg_keep_admin();
CREATE OR REPLACE TRIGGER person_30_keep_admin_delete AFTER DELETE ON helpdesk.person
    FOR EACH ROW WHEN (OLD.role = 'admin' AND OLD.is_active) EXECUTE FUNCTION helpdesk.tg_keep_admin();

CREATE OR REPLACE TRIGGER person_15_guard_admin_insert BEFORE INSERT ON helpdesk.person
    FOR EACH ROW WHEN (NEW.role = 'admin') EXECUTE FUNCTION helpdesk.tg_person__guard_admin();
CREATE OR REPLACE TRIGGER person_15_guard_admin_update
    BEFORE UPDATE OF role, is_active, email, external_id ON helpdesk.person
    FOR EACH ROW WHEN (
        'admin' IN (OLD.role, NEW.role)
        AND (NEW.role, NEW.is_active, NEW.email, NEW.external_id)
            IS DISTINCT FROM (OLD.role, OLD.is_active, OLD.email, OLD.external_id)
    ) EXECUTE FUNCTION helpdesk.tg_person__guard_admin();
CREATE OR REPLACE TRIGGER person_55_end_desk_role AFTER UPDATE OF role ON helpdesk.person
    FOR EACH ROW WHEN (NEW.role <> OLD.role) EXECUTE FUNCTION helpdesk.tg_person__end_desk_role();

CREATE OR REPLACE TRIGGER route_alias_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.route_alias
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('route_alias_id');

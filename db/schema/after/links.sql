CREATE OR REPLACE TRIGGER message_05_find_ticket BEFORE INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.description_of_id IS NULL) EXECUTE FUNCTION helpdesk.tg_message__find_ticket();

CREATE OR REPLACE TRIGGER ticket_merge_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_merge
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('merge_id');

CREATE OR REPLACE TRIGGER ticket_link_10_check_cycle BEFORE INSERT OR UPDATE ON helpdesk.ticket_link
    FOR EACH ROW WHEN (NEW.kind IN ('parent_child', 'problem_incident'))
    EXECUTE FUNCTION helpdesk.tg_ticket_link__check_cycle();
CREATE OR REPLACE TRIGGER ticket_link_50_record_event AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_link
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket_link__record_event();
CREATE OR REPLACE TRIGGER ticket_link_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_link
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('link_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('close_incidents', '* * * * *', 'helpdesk.close_incidents()',
        'Resolves the incidents of resolved problems, if setting close_incidents_with_problem is on.')
) AS d (name, cron, call, description);

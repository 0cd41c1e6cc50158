CREATE OR REPLACE TRIGGER saved_view_01_refuse_chosen_key BEFORE INSERT ON helpdesk.saved_view
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.view_id, 'helpdesk.saved_view_view_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('view_id');
CREATE OR REPLACE TRIGGER saved_view_01_refuse_changed_key BEFORE UPDATE OF view_id ON helpdesk.saved_view
    FOR EACH ROW WHEN (NEW.view_id IS DISTINCT FROM OLD.view_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('view_id');
CREATE OR REPLACE TRIGGER saved_view_10_prepare BEFORE INSERT OR UPDATE ON helpdesk.saved_view
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_saved_view__prepare();
CREATE OR REPLACE TRIGGER saved_view_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.saved_view
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('view_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.saved_view', jsonb_agg(d), p_initial => '{*}', p_key => '{slug}')
FROM (VALUES
    ('my_tickets', 'My tickets', '{"all": [
        {"field": "assignee_id", "operator": "is", "value": "@me"},
        {"field": "is_open", "operator": "is", "value": true},
        {"field": "is_snoozed", "operator": "is", "value": false}
    ]}'::jsonb, 'updated_at.desc', 'agent', 10),
    ('unassigned', 'Unassigned', '{"all": [
        {"field": "assignee_id", "operator": "is_empty", "value": true},
        {"field": "is_open", "operator": "is", "value": true},
        {"field": "is_snoozed", "operator": "is", "value": false}
    ]}', 'updated_at.desc', 'agent', 20),
    ('urgent', 'Urgent', '{"all": [
        {"field": "priority", "operator": "in", "value": ["urgent", "critical"]},
        {"field": "is_open", "operator": "is", "value": true},
        {"field": "is_snoozed", "operator": "is", "value": false}
    ]}', 'updated_at.desc', 'agent', 30),
    ('sla_breaching', 'SLA breaching', '{"all": [
        {"field": "is_open", "operator": "is", "value": true},
        {"field": "sla.is_at_risk", "operator": "is", "value": true}
    ]}', 'next_due_at.asc', 'agent', 40),
    ('escalated_to_me', 'Escalated to me', '{"all": [
        {"field": "is_escalated_to_me", "operator": "is", "value": true},
        {"field": "is_open", "operator": "is", "value": true}
    ]}', 'updated_at.desc', 'agent', 50),
    ('waiting_on_me', 'Waiting on me', '{"all": [
        {"field": "assignee_id", "operator": "is", "value": "@me"},
        {"field": "status_category", "operator": "in", "value": ["new", "open"]},
        {"field": "is_snoozed", "operator": "is", "value": false}
    ]}', 'updated_at.desc', 'agent', 60)
) AS d (slug, name, conditions, sort, shared_with, position);

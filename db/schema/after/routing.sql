-- 42: after 40, which checks the person. 45: after the status has been applied.
CREATE OR REPLACE TRIGGER person_60_release_tickets AFTER UPDATE OF is_active, role ON helpdesk.person
    FOR EACH ROW WHEN (OLD.role <> 'customer' AND (NOT NEW.is_active OR NEW.role = 'customer'))
    EXECUTE FUNCTION helpdesk.tg_staff__release_tickets();
CREATE OR REPLACE TRIGGER person_70_move_calendar AFTER UPDATE OF time_zone ON helpdesk.person
    FOR EACH ROW WHEN (NEW.time_zone <> OLD.time_zone AND NEW.role <> 'customer')
    EXECUTE FUNCTION helpdesk.tg_person__move_calendar();

CREATE OR REPLACE TRIGGER agent_60_release_tickets AFTER UPDATE OF is_light ON helpdesk.agent
    FOR EACH ROW WHEN (NEW.is_light AND NOT OLD.is_light) EXECUTE FUNCTION helpdesk.tg_staff__release_tickets();

CREATE OR REPLACE TRIGGER ticket_42_check_capacity_insert BEFORE INSERT ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.assignee_id IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_ticket__check_capacity();
CREATE OR REPLACE TRIGGER ticket_42_check_capacity_update BEFORE UPDATE OF assignee_id ON helpdesk.ticket
    FOR EACH ROW
    WHEN (
        NEW.assignee_id IS DISTINCT FROM OLD.assignee_id AND NEW.assignee_id IS NOT NULL
        AND NEW.status_category NOT IN ('solved', 'closed')
    )
    EXECUTE FUNCTION helpdesk.tg_ticket__check_capacity();
CREATE OR REPLACE TRIGGER ticket_45_release_assignee BEFORE UPDATE OF department_id, status, deleted_at
    ON helpdesk.ticket
    FOR EACH ROW
    WHEN (
        NEW.assignee_id = OLD.assignee_id AND NEW.status_category NOT IN ('solved', 'closed') AND NEW.deleted_at IS NULL
        AND (
            NEW.department_id IS DISTINCT FROM OLD.department_id
            OR OLD.status_category IN ('solved', 'closed') OR OLD.deleted_at IS NOT NULL
        )
    )
    EXECUTE FUNCTION helpdesk.tg_ticket__release_assignee();
CREATE OR REPLACE TRIGGER ticket_70_await_routing_insert AFTER INSERT ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.assignee_id IS NULL AND NEW.department_id IS NOT NULL)
    EXECUTE FUNCTION helpdesk.tg_ticket__await_routing();
CREATE OR REPLACE TRIGGER ticket_70_await_routing_update AFTER UPDATE OF assignee_id, department_id, status, deleted_at
    ON helpdesk.ticket
    FOR EACH ROW
    WHEN (
        NEW.assignee_id IS DISTINCT FROM OLD.assignee_id AND (NEW.assignee_id IS NULL OR OLD.assignee_id IS NULL)
        OR NEW.assignee_id IS NULL AND (
            NEW.department_id IS DISTINCT FROM OLD.department_id
            OR (NEW.status_category IN ('solved', 'closed')) <> (OLD.status_category IN ('solved', 'closed'))
            OR NEW.deleted_at IS DISTINCT FROM OLD.deleted_at
        )
    )
    EXECUTE FUNCTION helpdesk.tg_ticket__await_routing();

CREATE OR REPLACE TRIGGER skill_01_refuse_chosen_key BEFORE INSERT ON helpdesk.skill
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.skill_id, 'helpdesk.skill_skill_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('skill_id');
CREATE OR REPLACE TRIGGER skill_01_refuse_changed_key BEFORE UPDATE OF skill_id ON helpdesk.skill
    FOR EACH ROW WHEN (NEW.skill_id IS DISTINCT FROM OLD.skill_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('skill_id');
CREATE OR REPLACE TRIGGER skill_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.skill
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('skill_id');

CREATE OR REPLACE TRIGGER agent_skill_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.agent_skill
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_id,skill_id');

CREATE OR REPLACE TRIGGER tag_skill_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.tag_skill
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('tag_id,skill_id');

CREATE OR REPLACE TRIGGER department_skill_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.department_skill
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('department_id,skill_id');

CREATE OR REPLACE TRIGGER agent_capacity_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.agent_capacity
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_id,channel');

CREATE OR REPLACE TRIGGER absence_01_refuse_chosen_key BEFORE INSERT ON helpdesk.absence
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.absence_id, 'helpdesk.absence_absence_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('absence_id');
CREATE OR REPLACE TRIGGER absence_01_refuse_changed_key BEFORE UPDATE OF absence_id ON helpdesk.absence
    FOR EACH ROW WHEN (NEW.absence_id IS DISTINCT FROM OLD.absence_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('absence_id');
CREATE OR REPLACE TRIGGER absence_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.absence
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('absence_id');

CREATE OR REPLACE TRIGGER department_routing_60_drop_waits_delete AFTER DELETE ON helpdesk.department_routing
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_department_routing__drop_waits();
CREATE OR REPLACE TRIGGER department_routing_60_drop_waits_update AFTER UPDATE OF strategy
    ON helpdesk.department_routing
    FOR EACH ROW WHEN (NEW.strategy = 'manual') EXECUTE FUNCTION helpdesk.tg_department_routing__drop_waits();
CREATE OR REPLACE TRIGGER department_routing_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.department_routing
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('department_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('route_tickets', '* * * * *', 'helpdesk.route_waiting()',
        'Assigns what waits for routing, when somebody has room.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD701', 409, 'routing finds nobody for the ticket', 'See rpc/explain_routing, or assign the ticket by hand.'),
    ('PD702', 409, 'the agent has no room for the ticket',
        'Choose somebody else, or ask an administrator; see setting assign_above_capacity.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('assign_above_capacity', 'choice', '"admins"', '["everybody", "admins", "nobody"]',
        'Who may give an agent more tickets than the capacity says; admins: rules and other jobs of the system too. '
        'Routing never does.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.rule_action', jsonb_agg(d)) FROM (VALUES
    ('route', 'none', NULL, '{escalation,automation,workflow,button,macro,bulk}',
        'Assign by routing; the present assignee is passed over, and stays where nobody else can take it.')
) AS d (action, value_shape, choices, rule_kinds, description);

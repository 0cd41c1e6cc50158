-- After 40, which checks the person; 45 after the status has been applied.
CREATE OR REPLACE TRIGGER ticket_42_check_capacity_insert BEFORE INSERT ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.assignee_id IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_ticket__check_capacity();
CREATE OR REPLACE TRIGGER ticket_42_check_capacity_update BEFORE UPDATE ON helpdesk.ticket
    FOR EACH ROW
    WHEN (
        NEW.assignee_id IS DISTINCT FROM OLD.assignee_id AND NEW.assignee_id IS NOT NULL
        AND NEW.status_category NOT IN ('solved', 'closed')
    )
    EXECUTE FUNCTION helpdesk.tg_ticket__check_capacity();
CREATE OR REPLACE TRIGGER ticket_45_release_assignee BEFORE UPDATE ON helpdesk.ticket
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
    FOR EACH ROW WHEN (NEW.assignee_id IS NULL AND NEW.department_id IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_ticket__await_routing();
CREATE OR REPLACE TRIGGER ticket_70_await_routing_update AFTER UPDATE ON helpdesk.ticket
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

CREATE OR REPLACE TRIGGER person_60_release_tickets AFTER UPDATE OF is_active, role ON helpdesk.person
    FOR EACH ROW WHEN (OLD.role <> 'customer' AND (NOT NEW.is_active OR NEW.role = 'customer'))
    EXECUTE FUNCTION helpdesk.tg_staff__release_tickets();
CREATE OR REPLACE TRIGGER agent_60_release_tickets AFTER UPDATE OF is_light ON helpdesk.agent
    FOR EACH ROW WHEN (NEW.is_light AND NOT OLD.is_light) EXECUTE FUNCTION helpdesk.tg_staff__release_tickets();
CREATE OR REPLACE TRIGGER person_70_move_calendar AFTER UPDATE OF time_zone ON helpdesk.person
    FOR EACH ROW WHEN (NEW.time_zone <> OLD.time_zone AND NEW.role <> 'customer') EXECUTE FUNCTION helpdesk.tg_person__move_calendar();
CREATE OR REPLACE TRIGGER department_routing_60_drop_waits_update AFTER UPDATE OF strategy ON helpdesk.department_routing
    FOR EACH ROW WHEN (NEW.strategy = 'manual') EXECUTE FUNCTION helpdesk.tg_department_routing__drop_waits();
CREATE OR REPLACE TRIGGER department_routing_60_drop_waits_delete AFTER DELETE ON helpdesk.department_routing
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_department_routing__drop_waits();

-- Staff read; admins edit what is configuration; everybody on the staff the own absences.
DO $$
DECLARE
    v_table record;
    v_role text;
    v_verb text;
BEGIN
    FOR v_table IN
        SELECT * FROM (VALUES
            ('skill', 'settings.edit'), ('agent_skill', 'people.edit'), ('tag_skill', 'settings.edit'), ('department_skill', 'settings.edit'),
            ('agent_capacity', 'people.edit'), ('department_routing', 'settings.edit'), ('absence', 'people.edit')
        ) AS t(name, permission)
    LOOP
        FOREACH v_role IN ARRAY ARRAY['agent', 'admin'] LOOP
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_select', v_table.name, v_role), v_table.name);
            EXECUTE format(
                'CREATE POLICY %I ON helpdesk.%I FOR SELECT TO %I USING ((SELECT helpdesk.me()) IS NOT NULL)',
                format('%s_%s_select', v_table.name, v_role), v_table.name, v_role
            );
            CONTINUE WHEN v_role = 'agent' AND v_table.name <> 'absence';
            FOREACH v_verb IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
                EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_%s', v_table.name, v_role, v_verb), v_table.name);
                EXECUTE format(
                    'CREATE POLICY %I ON helpdesk.%I FOR %s TO %I %s (%s (SELECT helpdesk.can(%L)))',
                    format('%s_%s_%s', v_table.name, v_role, v_verb), v_table.name, v_verb, v_role,
                    CASE v_verb WHEN 'insert' THEN 'WITH CHECK' ELSE 'USING' END,
                    CASE v_table.name WHEN 'absence' THEN 'person_id = (SELECT helpdesk.me()) OR ' ELSE '' END,
                    v_table.permission
                );
            END LOOP;
        END LOOP;
    END LOOP;
    FOREACH v_role IN ARRAY ARRAY['agent', 'admin'] LOOP
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.routing_wait', 'routing_wait_' || v_role || '_select');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.routing_wait FOR SELECT TO %I
             USING (EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = routing_wait.ticket_id))',
            'routing_wait_' || v_role || '_select', v_role
        );
    END LOOP;
END
$$;

INSERT INTO helpdesk.schedule AS s (name, cron, call, description) VALUES
    ('route_tickets', '* * * * *', 'helpdesk.route_waiting()', 'Assigns what waits for routing, when somebody has room.')
ON CONFLICT (name) DO UPDATE SET call = excluded.call, description = excluded.description
WHERE (s.call, s.description) IS DISTINCT FROM (excluded.call, excluded.description);

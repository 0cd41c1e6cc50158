CREATE OR REPLACE TRIGGER event_10_add_sla_facts BEFORE INSERT ON helpdesk.event
    FOR EACH ROW
    WHEN (NEW.kind IN (
        'ticket_created', 'ticket_updated', 'ticket_status_changed', 'ticket_priority_changed', 'ticket_deleted', 'ticket_restored',
        'reply_created', 'tag_added', 'tag_removed', 'department_changed', 'ticket_snoozed', 'ticket_woken',
        'sla_rematched'
    ))
    EXECUTE FUNCTION helpdesk.tg_event__add_sla_facts();
CREATE OR REPLACE TRIGGER event_20_update_sla_clocks AFTER INSERT ON helpdesk.event
    FOR EACH ROW WHEN (NEW.sla IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_event__update_sla_clocks();

CREATE OR REPLACE TRIGGER calendar_10_check BEFORE INSERT OR UPDATE OF time_zone ON helpdesk.calendar
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_calendar__check();

CREATE OR REPLACE TRIGGER sla_policy_10_prepare BEFORE INSERT OR UPDATE OF conditions ON helpdesk.sla_policy
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_sla_policy__prepare();
CREATE OR REPLACE TRIGGER sla_policy_50_rebuild AFTER INSERT OR DELETE OR UPDATE OF conditions, position, is_default, is_active ON helpdesk.sla_policy
    FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_sla_policy__rebuild();

-- Constraint triggers have no OR REPLACE.
DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['calendar', 'calendar_hours', 'holiday', 'sla_policy', 'sla_target'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS %I ON helpdesk.%I', v_table || '_60_publish', v_table);
        EXECUTE format(
            'CREATE CONSTRAINT TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON helpdesk.%I
             DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION helpdesk.%I()',
            v_table || '_60_publish',
            v_table,
            CASE WHEN v_table LIKE 'sla%' THEN 'tg_sla_policy__publish' ELSE 'tg_calendar__publish' END
        );
    END LOOP;
END
$$;

-- Staff read; admins edit what is configuration. Versions, spans and changes are read by definer functions only.
DO $$
DECLARE
    v_table text;
    v_role text;
    v_verb text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY[
        'calendar', 'calendar_hours', 'holiday', 'sla_metric', 'sla_policy', 'sla_target', 'sla_pause'
    ] LOOP
        FOREACH v_role IN ARRAY ARRAY['agent', 'admin'] LOOP
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_select', v_table, v_role), v_table);
            EXECUTE format(
                'CREATE POLICY %I ON helpdesk.%I FOR SELECT TO %I USING ((SELECT helpdesk.me()) IS NOT NULL)',
                format('%s_%s_select', v_table, v_role), v_table, v_role
            );
        END LOOP;
        FOREACH v_verb IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_admin_%s', v_table, v_verb), v_table);
            CONTINUE WHEN v_table = 'sla_metric';
            EXECUTE format(
                'CREATE POLICY %I ON helpdesk.%I FOR %s TO admin %s ((SELECT helpdesk.can(''settings.edit'')))',
                format('%s_admin_%s', v_table, v_verb), v_table, v_verb, CASE v_verb WHEN 'insert' THEN 'WITH CHECK' ELSE 'USING' END
            );
        END LOOP;
    END LOOP;
    FOREACH v_role IN ARRAY ARRAY['agent', 'admin'] LOOP
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.sla_clock', 'sla_clock_' || v_role || '_select');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.sla_clock FOR SELECT TO %I
             USING (EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = sla_clock.ticket_id))',
            'sla_clock_' || v_role || '_select', v_role
        );
    END LOOP;
END
$$;

INSERT INTO helpdesk.schedule AS s (name, cron, call, description) VALUES
    ('check_sla', '* * * * *', 'helpdesk.check_sla()', 'Records SLA warnings and breaches that are due.'),
    ('extend_calendars', '25 2 * * 0', 'helpdesk.extend_calendars()', 'Keeps opening times known two to three years ahead.')
ON CONFLICT (name) DO UPDATE SET call = excluded.call, description = excluded.description
WHERE (s.call, s.description) IS DISTINCT FROM (excluded.call, excluded.description);

-- First versions of the seeded rows; later ones are made by the triggers.
SELECT helpdesk.publish_calendar(c.calendar_id) FROM helpdesk.calendar AS c;
SELECT helpdesk.publish_sla_policy(p.sla_policy_id) FROM helpdesk.sla_policy AS p;

-- A trigger, so that a workflow starts whoever causes the event. The work itself is done by the worker, as the system.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__start_workflows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_depth int := coalesce((NEW.payload #>> '{rule,depth}')::int, 0) + 1;
    v_is_started boolean;
BEGIN
    WITH workflow AS (
        SELECT r.rule_id
        FROM helpdesk.rule AS r
        WHERE r.kind = 'workflow' AND r.is_active AND r.trigger_kind = NEW.kind
            AND r.rule_id IS DISTINCT FROM (NEW.payload #>> '{rule,rule_id}')::bigint
    ),
    started AS (
        INSERT INTO helpdesk.rule_step (rule_id, ticket_id, event_id, depth, due_at)
        SELECT w.rule_id, NEW.ticket_id, NEW.event_id, v_depth, helpdesk.clock()
        FROM workflow AS w
        WHERE v_depth <= helpdesk.setting_int('rules.max_depth')
        RETURNING 1
    ),
    stopped AS (
        INSERT INTO helpdesk.rule_firing (rule_id, ticket_id, event_id, outcome, detail)
        SELECT w.rule_id, NEW.ticket_id, NEW.event_id, 'refused', '["rules set each other off too often"]'
        FROM workflow AS w
        WHERE v_depth > helpdesk.setting_int('rules.max_depth')
    )
    SELECT EXISTS (SELECT 1 FROM started) INTO v_is_started;
    IF v_is_started THEN
        PERFORM helpdesk.enqueue('run_workflows');
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__start_workflows() IS
'Notes which workflows an event starts; a rule is never started by its own event, nor beyond rules.max_depth.';

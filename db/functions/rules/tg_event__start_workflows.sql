-- A trigger, so that a workflow starts whoever causes the event. The work itself is done by the worker, as the system.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__start_workflows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_depth int;
    v_rule_ids bigint[] := ARRAY(
        SELECT r.rule_id
        FROM helpdesk.rule AS r
        WHERE r.kind = 'workflow' AND r.is_active AND r.trigger_kind = NEW.kind
            AND r.rule_id IS DISTINCT FROM (NEW.payload #>> '{rule,rule_id}')::bigint
    );
BEGIN
    IF v_rule_ids = '{}' THEN
        RETURN NULL;
    END IF;
    v_depth := coalesce((NEW.payload #>> '{rule,depth}')::int, 0) + 1;
    IF v_depth > helpdesk.setting_int('rules.max_depth') THEN
        INSERT INTO helpdesk.rule_firing (rule_id, ticket_id, event_id, outcome, detail)
        SELECT r.id, NEW.ticket_id, NEW.event_id, 'refused', '["rules set each other off too often"]' FROM unnest(v_rule_ids) AS r(id);
        RETURN NULL;
    END IF;
    INSERT INTO helpdesk.rule_step (rule_id, ticket_id, event_id, depth, due_at)
    SELECT r.id, NEW.ticket_id, NEW.event_id, v_depth, helpdesk.clock() FROM unnest(v_rule_ids) AS r(id);
    -- One job a transaction; were the note of it forged, the job of the clock would come within a minute.
    IF current_setting('helpdesk.workflows_queued_in', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM helpdesk.enqueue('run_workflows');
        PERFORM set_config('helpdesk.workflows_queued_in', pg_current_xact_id()::text, true);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__start_workflows() IS
'Notes which workflows an event starts; a rule is never started by its own event, nor beyond rules.max_depth.';

-- A trigger, so that a workflow starts whoever causes the event. The work itself is done by the worker, as the system.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__start_workflows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_max_depth int;
BEGIN
    IF NOT EXISTS (
        SELECT 1
        FROM inserted AS i
        JOIN helpdesk.rule AS r ON r.trigger_kind = i.kind
        WHERE r.kind = 'workflow' AND r.is_active
    ) THEN
        RETURN NULL;
    END IF;
    v_max_depth := helpdesk.setting_int('rules.max_depth');
    WITH started AS (
        SELECT
            r.rule_id,
            i.ticket_id,
            i.event_id,
            coalesce((i.payload #>> '{rule,depth}')::int, 0) + 1 AS depth,
            -- Of what is changed at once the first event stands for all, so that it can be worked on at once.
            coalesce((i.payload #>> '{rule,chain_id}')::bigint, min(i.event_id) OVER ()) AS chain_id
        FROM inserted AS i
        JOIN helpdesk.rule AS r ON r.trigger_kind = i.kind
        WHERE r.kind = 'workflow'
            AND r.is_active
            AND r.rule_id IS DISTINCT FROM (i.payload #>> '{rule,rule_id}')::bigint
    ),
    refused AS (
        INSERT INTO helpdesk.rule_firing (rule_id, ticket_id, event_id, outcome, detail)
        SELECT
            s.rule_id, s.ticket_id, s.event_id, 'refused',
            jsonb_build_array(helpdesk.refusal('PD407', 'rules set each other off too often'))
        FROM started AS s
        WHERE s.depth > v_max_depth
    )
    INSERT INTO helpdesk.rule_step (rule_id, ticket_id, event_id, depth, chain_id, due_at)
    SELECT s.rule_id, s.ticket_id, s.event_id, s.depth, s.chain_id, helpdesk.clock()
    FROM started AS s
    WHERE s.depth <= v_max_depth
    ORDER BY s.event_id;
    IF FOUND THEN
        PERFORM helpdesk.enqueue_once('run_workflows');
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__start_workflows IS
'Notes which workflows the events start; a rule is never started by its own event, nor beyond rules.max_depth.';

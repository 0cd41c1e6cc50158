CREATE OR REPLACE FUNCTION helpdesk.fire_rule(p_rule helpdesk.rule, p_ticket_ids bigint[], p_as_of timestamptz)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket_ids bigint[];
    v_capped bigint[];
    v_applied bigint;
    v_too_often jsonb := jsonb_build_array(
        helpdesk.refusal('PD407', format('%s %s fired too often within a day', p_rule.kind, p_rule.name))
    );
BEGIN
    -- A sweep goes from rule to rule and would lock in no order, so it never waits: a locked ticket is left to the next
    -- sweep.
    v_ticket_ids := ARRAY(
        SELECT t.ticket_id
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = ANY (p_ticket_ids)
        ORDER BY t.ticket_id
        FOR NO KEY UPDATE SKIP LOCKED
    );
    v_ticket_ids := helpdesk.match_tickets(p_rule, p_as_of, v_ticket_ids);
    SELECT array_agg(c.ticket_id) INTO v_capped
    FROM (
        SELECT f.ticket_id
        FROM helpdesk.rule_firing AS f
        WHERE f.ticket_id = ANY (v_ticket_ids)
            AND f.rule_id = p_rule.rule_id
            AND f.fired_at > p_as_of - interval '1 day'
        GROUP BY f.ticket_id
        HAVING count(*) >= helpdesk.setting_int('rules.max_firings_per_day')
    ) AS c;
    WITH fired AS (
        INSERT INTO helpdesk.rule_firing (rule_id, ticket_id, fired_at, outcome, detail)
        SELECT
            p_rule.rule_id, i.ticket_id, p_as_of,
            CASE WHEN i.ticket_id = ANY (v_capped) THEN 'refused' ELSE 'applied' END,
            CASE
                WHEN i.ticket_id = ANY (v_capped) THEN v_too_often
                ELSE p_rule.actions
            END
        FROM unnest(v_ticket_ids) AS i(ticket_id)
        ON CONFLICT (rule_id, ticket_id) WHERE event_id IS NULL AND ended_at IS NULL DO NOTHING
        RETURNING ticket_id, outcome
    )
    SELECT array_agg(f.ticket_id ORDER BY f.ticket_id) FILTER (WHERE f.outcome = 'applied') INTO v_ticket_ids
    FROM fired AS f;
    IF v_ticket_ids IS NULL THEN
        RETURN 0;
    END IF;

    PERFORM helpdesk.begin_acting_rule(p_rule.rule_id, 1);
    WITH told AS (
        UPDATE helpdesk.rule_firing AS f
        SET outcome = a.outcome, detail = a.detail
        FROM helpdesk.apply_actions(v_ticket_ids, p_rule.actions) AS a
        WHERE (a.outcome <> 'applied' OR a.detail <> p_rule.actions)
            AND f.rule_id = p_rule.rule_id
            AND f.ticket_id = a.ticket_id
            AND f.event_id IS NULL
            AND f.ended_at IS NULL
        RETURNING f.outcome
    )
    SELECT cardinality(v_ticket_ids) - count(*) INTO v_applied FROM told AS t WHERE t.outcome <> 'applied';
    PERFORM helpdesk.end_acting_rule();
    RETURN v_applied;
END
$$;

COMMENT ON FUNCTION helpdesk.fire_rule IS
'Lets a swept rule act on tickets, once per ticket while it goes on matching (unique index rule_firing_once_per_match) '
'and at most rules.max_firings_per_day times; returns on how many it acted.';

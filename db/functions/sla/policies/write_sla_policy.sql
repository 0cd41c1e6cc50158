CREATE OR REPLACE FUNCTION helpdesk.write_sla_policy(p_draft jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_id bigint;
    v_wrong text;
BEGIN
    IF p_draft IS NULL OR jsonb_typeof(p_draft) <> 'object' THEN
        PERFORM helpdesk.refuse('PD006', 'draft is not an object');
    END IF;
    SELECT string_agg(k.key, ', ') INTO v_wrong
    FROM jsonb_object_keys(p_draft) AS k(key)
    WHERE k.key NOT IN (
        'sla_policy_id', 'name', 'description', 'position', 'conditions', 'calendar_id', 'is_default', 'is_active',
        'targets'
    );
    IF v_wrong IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD006', format('draft has unknown members: %s', v_wrong));
    END IF;
    IF p_draft ? 'targets' AND (jsonb_typeof(p_draft -> 'targets') <> 'array' OR NOT jsonb_path_match(
        p_draft -> 'targets',
        '!exists($[*] ? (!(@.type() == "object" && @.priority.type() == "string" && @.metric.type() == "string"
            && (@.target_minutes.type() == "number" || @.target_days.type() == "number"))))'
    )) THEN
        PERFORM helpdesk.refuse('PD006', 'targets are not a list of {priority, metric, target_minutes or target_days}');
    END IF;
    IF p_draft ? 'sla_policy_id' THEN
        v_id := CASE
            WHEN jsonb_typeof(p_draft -> 'sla_policy_id') = 'number' THEN (p_draft ->> 'sla_policy_id')::numeric::bigint
        END;
        UPDATE helpdesk.sla_policy AS p
        SET name = d.name,
            description = d.description,
            position = d.position,
            conditions = nullif(d.conditions, 'null'),
            calendar_id = d.calendar_id,
            is_default = d.is_default,
            is_active = d.is_active
        FROM helpdesk.sla_policy AS o
        CROSS JOIN LATERAL jsonb_populate_record(o, p_draft - 'targets') AS d
        WHERE p.sla_policy_id = v_id AND o.sla_policy_id = p.sla_policy_id;
        IF NOT FOUND THEN
            PERFORM helpdesk.refuse(
                'PD001', format('SLA policy %s not found', coalesce(p_draft ->> 'sla_policy_id', 'null')), NULL,
                'See /rest/sla_policies.'
            );
        END IF;
    ELSE
        INSERT INTO helpdesk.sla_policy (name, description, position, conditions, calendar_id, is_default, is_active)
        SELECT
            coalesce(d.name, 'Draft ' || helpdesk.clock()),
            d.description,
            coalesce(d.position, 0),
            nullif(d.conditions, 'null'),
            d.calendar_id,
            coalesce(d.is_default, false),
            coalesce(d.is_active, true)
        FROM jsonb_populate_record(NULL::helpdesk.sla_policy, p_draft - 'targets') AS d
        RETURNING sla_policy_id INTO v_id;
    END IF;
    IF p_draft ? 'targets' THEN
        DELETE FROM helpdesk.sla_target AS t WHERE t.sla_policy_id = v_id;
        INSERT INTO helpdesk.sla_target (sla_policy_id, priority, metric, target_minutes, target_days)
        SELECT v_id, t.priority, t.metric, t.target_minutes, t.target_days
        FROM jsonb_populate_recordset(NULL::helpdesk.sla_target, p_draft -> 'targets') AS t;
    END IF;
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION helpdesk.write_sla_policy IS
'Writes a draft into a policy''s rows, or into new ones without sla_policy_id. Members left out stay as they are. '
'Raises PD001, PD006, PD401, and what constraints refuse.';

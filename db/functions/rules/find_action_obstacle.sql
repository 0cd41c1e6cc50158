CREATE OR REPLACE FUNCTION helpdesk.find_action_obstacle(p_actions jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT helpdesk.refusal('PD402', format('%s %s', o.action, o.wrong))
        FROM (
            SELECT
                a.number,
                k.action,
                coalesce(
                    -- What was right when the rule was saved may be gone since; @me was right only if it was.
                    helpdesk.check_action_value(k.value_shape, k.choices, 'macro', a.value -> 'value'),
                    CASE WHEN k.action IN ('add_tags', 'set_tags') THEN (
                        SELECT format('names tag %s, which is retired', min(g.name))
                        FROM helpdesk.tag AS g
                        WHERE a.value -> 'value' ? g.name AND NOT g.is_active
                        HAVING count(*) > 0
                    ) END,
                    CASE WHEN helpdesk.actor_role() = 'system' THEN CASE k.choices
                        WHEN 'status.status' THEN (
                            SELECT format('names %s, which is not active', s.status)
                            FROM helpdesk.status AS s
                            WHERE s.status = a.value ->> 'value' AND NOT s.is_active
                        )
                        WHEN 'department.department_id' THEN (
                            SELECT format('names department %s, which is not active', d.name)
                            FROM helpdesk.department AS d
                            WHERE to_jsonb(d.department_id) = a.value -> 'value' AND NOT d.is_active
                        )
                        WHEN 'agent.person_id' THEN (
                            SELECT format('names %s, who is not an active agent', p.name)
                            FROM helpdesk.person AS p
                            JOIN helpdesk.agent AS g USING (person_id)
                            WHERE to_jsonb(p.person_id) = a.value -> 'value'
                                AND (NOT p.is_active OR p.role = 'customer' OR g.is_light)
                        )
                    END END
                ) AS wrong
            FROM jsonb_array_elements(p_actions) WITH ORDINALITY AS a(value, number)
            JOIN helpdesk.rule_action AS k
                ON k.action = a.value ->> 'action' AND (k.choices IS NOT NULL OR k.value_shape = 'custom')
        ) AS o
        WHERE o.wrong IS NOT NULL
        ORDER BY o.number
        LIMIT 1
    );
END
$$;

COMMENT ON FUNCTION helpdesk.find_action_obstacle IS
'What in checked actions is gone or, for rules that act by themselves, not active any more, whatever the ticket; NULL: '
'nothing. People are told by the change itself of what is not active, but for tags, which a change would leave out.';

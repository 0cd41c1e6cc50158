CREATE OR REPLACE FUNCTION helpdesk.use_of_choice(p_choices text, p_value jsonb) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_users record := helpdesk.list_choice_users(p_choices);
BEGIN
    RETURN (
        SELECT found.name
        FROM (
            SELECT named.name
            FROM (
                SELECT format('%s %s', r.kind, r.name) AS name, of_rule.part
                FROM helpdesk.rule AS r
                CROSS JOIN LATERAL (VALUES (r.conditions), (r.actions)) AS of_rule (part)
                UNION ALL
                SELECT format('%s %s, which is under way,', r.kind, r.name), s.actions
                FROM helpdesk.rule_step AS s
                JOIN helpdesk.rule AS r USING (rule_id)
                UNION ALL
                SELECT format('view %s', v.name), v.conditions FROM helpdesk.saved_view AS v
                UNION ALL
                SELECT format('webhook %s', w.name), w.conditions FROM helpdesk.webhook AS w
                UNION ALL
                SELECT format('SLA policy %s', p.name), p.conditions FROM helpdesk.sla_policy AS p
                UNION ALL
                SELECT format('custom field %s', f.key), f.conditions FROM helpdesk.custom_field AS f
            ) AS named
            WHERE helpdesk.names_choice(named.part, v_users.fields, v_users.actions, p_value)
            UNION ALL
            SELECT helpdesk.setting_of_choice(p_choices, p_value)
        ) AS found
        WHERE found.name IS NOT NULL
        LIMIT 1
    );
END
$$;

COMMENT ON FUNCTION helpdesk.use_of_choice IS
'A rule, view, webhook, SLA policy, custom field or setting that names a value of table.column, or NULL.';

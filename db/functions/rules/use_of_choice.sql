CREATE OR REPLACE FUNCTION helpdesk.use_of_choice(p_choices text, p_value jsonb) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_users record := helpdesk.list_choice_users(p_choices);
BEGIN
    RETURN (
        SELECT u.name
        FROM (
            SELECT format('%s %s', r.kind, r.name) AS name
            FROM helpdesk.rule AS r
            WHERE helpdesk.names_choice(r.conditions, v_users.fields, v_users.actions, p_value)
                OR helpdesk.names_choice(r.actions, v_users.fields, v_users.actions, p_value)
            UNION ALL
            SELECT format('%s %s, which is under way,', r.kind, r.name)
            FROM helpdesk.rule_step AS s
            JOIN helpdesk.rule AS r USING (rule_id)
            WHERE helpdesk.names_choice(s.actions, v_users.fields, v_users.actions, p_value)
            UNION ALL
            SELECT format('view %s', v.name)
            FROM helpdesk.saved_view AS v
            WHERE helpdesk.names_choice(v.conditions, v_users.fields, v_users.actions, p_value)
            UNION ALL
            SELECT format('webhook %s', w.name)
            FROM helpdesk.webhook AS w
            WHERE helpdesk.names_choice(w.conditions, v_users.fields, v_users.actions, p_value)
            UNION ALL
            SELECT format('SLA policy %s', p.name)
            FROM helpdesk.sla_policy AS p
            WHERE helpdesk.names_choice(p.conditions, v_users.fields, v_users.actions, p_value)
            UNION ALL
            SELECT format('custom field %s', f.key)
            FROM helpdesk.custom_field AS f
            WHERE helpdesk.names_choice(f.conditions, v_users.fields, v_users.actions, p_value)
            UNION ALL
            SELECT helpdesk.setting_of_choice(p_choices, p_value)
        ) AS u
        WHERE u.name IS NOT NULL
        LIMIT 1
    );
END
$$;

COMMENT ON FUNCTION helpdesk.use_of_choice IS
'A rule, view, webhook, SLA policy, custom field or setting that names a value of table.column, or NULL.';

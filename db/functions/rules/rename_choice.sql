CREATE OR REPLACE FUNCTION helpdesk.rename_choice(p_choices text, p_from jsonb, p_to jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_users record := helpdesk.list_choice_users(p_choices);
BEGIN
    UPDATE helpdesk.rule AS r
    SET conditions = helpdesk.replace_choice(r.conditions, v_users.fields, v_users.actions, p_from, p_to),
        actions = helpdesk.replace_choice(r.actions, v_users.fields, v_users.actions, p_from, p_to)
    WHERE helpdesk.names_choice(r.conditions, v_users.fields, v_users.actions, p_from)
        OR helpdesk.names_choice(r.actions, v_users.fields, v_users.actions, p_from);
    UPDATE helpdesk.rule_step AS s
    SET actions = helpdesk.replace_choice(s.actions, v_users.fields, v_users.actions, p_from, p_to)
    WHERE helpdesk.names_choice(s.actions, v_users.fields, v_users.actions, p_from);
    UPDATE helpdesk.saved_view AS v
    SET conditions = helpdesk.replace_choice(v.conditions, v_users.fields, v_users.actions, p_from, p_to)
    WHERE helpdesk.names_choice(v.conditions, v_users.fields, v_users.actions, p_from);
    UPDATE helpdesk.webhook AS w
    SET conditions = helpdesk.replace_choice(w.conditions, v_users.fields, v_users.actions, p_from, p_to)
    WHERE helpdesk.names_choice(w.conditions, v_users.fields, v_users.actions, p_from);
    UPDATE helpdesk.sla_policy AS p
    SET conditions = helpdesk.replace_choice(p.conditions, v_users.fields, v_users.actions, p_from, p_to)
    WHERE helpdesk.names_choice(p.conditions, v_users.fields, v_users.actions, p_from);
    UPDATE helpdesk.custom_field AS f
    SET conditions = helpdesk.replace_choice(f.conditions, v_users.fields, v_users.actions, p_from, p_to)
    WHERE helpdesk.names_choice(f.conditions, v_users.fields, v_users.actions, p_from);
    UPDATE helpdesk.setting AS s
    SET value = p_to
    WHERE s.key = ANY (v_users.settings) AND helpdesk.setting(s.key) = p_from;
END
$$;

COMMENT ON FUNCTION helpdesk.rename_choice IS
'Writes the new name of a value of table.column wherever conditions, actions and settings name it.';

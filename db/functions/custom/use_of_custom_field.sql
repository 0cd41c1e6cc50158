CREATE OR REPLACE FUNCTION helpdesk.use_of_custom_field(p_field helpdesk.custom_field) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_name text := CASE p_field.object WHEN 'ticket' THEN '' WHEN 'person' THEN 'requester.' ELSE 'organisation.' END
        || 'custom.' || p_field.key;
    v_condition jsonpath := format('$.** ? (@.field == "%s")', v_name)::jsonpath;
    v_action jsonpath := format(
        '$[*] ? (@.action == "set_custom_fields" && exists (@.value."%s"))', p_field.key
    )::jsonpath;
BEGIN
    IF p_field.object NOT IN ('ticket', 'person', 'organisation') THEN
        RETURN NULL;
    END IF;
    RETURN (
        SELECT u.name
        FROM (
            SELECT format('%s %s', r.kind, r.name) AS name
            FROM helpdesk.rule AS r
            WHERE jsonb_path_exists(r.conditions, v_condition)
                OR p_field.object = 'ticket' AND jsonb_path_exists(r.actions, v_action)
            UNION ALL
            SELECT format('view %s', s.name)
            FROM helpdesk.saved_view AS s
            WHERE jsonb_path_exists(s.conditions, v_condition)
            UNION ALL
            SELECT format('webhook %s', w.name)
            FROM helpdesk.webhook AS w
            WHERE jsonb_path_exists(w.conditions, v_condition)
            UNION ALL
            SELECT format('SLA policy %s', p.name)
            FROM helpdesk.sla_policy AS p
            WHERE jsonb_path_exists(p.conditions, v_condition)
            UNION ALL
            SELECT format('custom field %s', f.key)
            FROM helpdesk.custom_field AS f
            WHERE jsonb_path_exists(f.conditions, v_condition)
        ) AS u
        LIMIT 1
    );
END
$$;

COMMENT ON FUNCTION helpdesk.use_of_custom_field IS
'A rule, view, webhook, SLA policy or field whose conditions or actions name the field, or NULL.';

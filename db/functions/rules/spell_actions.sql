CREATE OR REPLACE FUNCTION helpdesk.spell_actions(p_actions jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT CASE jsonb_typeof(p_actions)
        WHEN 'array' THEN (
            SELECT coalesce(jsonb_agg(coalesce(w.meant, a.value) ORDER BY a.number), '[]')
            FROM jsonb_array_elements(CASE jsonb_typeof(p_actions) WHEN 'array' THEN p_actions ELSE '[]' END)
                WITH ORDINALITY AS a(value, number)
            LEFT JOIN (VALUES
                ('close', '{"action": "set_status", "value": "closed"}'::jsonb),
                ('resolve', '{"action": "set_status", "value": "resolved"}'),
                ('reopen', '{"action": "set_status", "value": "reopened"}'),
                ('unassign', '{"action": "assign", "value": null}')
            ) AS w(word, meant) ON a.value = jsonb_build_object('action', w.word)
        )
        ELSE p_actions
    END;
END;

COMMENT ON FUNCTION helpdesk.spell_actions IS
'Actions with close, resolve, reopen and unassign, which need no value, in the words of rule_actions.';

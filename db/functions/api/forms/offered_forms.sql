CREATE FUNCTION api.offered_forms() RETURNS jsonb
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT coalesce(
        jsonb_agg(
            jsonb_build_object(
                'form', f.form, 'title', f.title, 'introduction', f.introduction, 'thanks', f.thanks,
                'fields', (
                    SELECT coalesce(
                        jsonb_agg(
                            jsonb_build_object(
                                'key', a.key, 'label', coalesce(a.label, c.label, initcap(a.key)), 'hint', a.hint,
                                'field_type', coalesce(
                                    c.field_type, CASE a.key WHEN 'subject' THEN 'text' ELSE 'long_text' END
                                ),
                                'is_required', a.is_required, 'shown_when', a.shown_when,
                                'required_when', a.required_when, 'pattern', c.pattern, 'min_value', c.min_value,
                                'max_value', c.max_value, 'options', (
                                    SELECT jsonb_agg(
                                        jsonb_build_object('value', o.value, 'label', o.label)
                                        ORDER BY o.position, o.value
                                    )
                                    FROM api.custom_options AS o
                                    WHERE o.custom_field_id = c.custom_field_id AND o.is_active
                                )
                            )
                            ORDER BY a.position, a.key
                        ),
                        '[]'
                    )
                    FROM api.request_form_fields AS a
                    LEFT JOIN api.custom_fields AS c ON c.custom_field_id = a.custom_field_id
                    WHERE a.form = f.form
                )
            )
            ORDER BY f.position, f.form
        ),
        '[]'
    )
    FROM api.request_forms AS f
    WHERE f.is_active;
END;

COMMENT ON FUNCTION api.offered_forms IS
$$Forms by which the caller may open tickets, whole

[{"form", "title", "introduction", "thanks", "fields": [{"key", "label", "hint", "field_type", "is_required",
"shown_when", "required_when", "pattern", "min_value", "max_value", "options": [{"value", "label"}] or null}]}], in
order; what rpc/create_ticket takes as form with subject, description and custom_fields.$$;
GRANT EXECUTE ON FUNCTION api.offered_forms TO anon, customer, agent, admin;

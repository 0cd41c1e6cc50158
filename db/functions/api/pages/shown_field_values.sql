CREATE FUNCTION api.shown_field_values(ticket_id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ticket helpdesk.ticket := helpdesk.see_ticket(shown_field_values.ticket_id);
BEGIN
    RETURN (
        SELECT coalesce(jsonb_agg(
            jsonb_build_object(
                'key', f.key, 'label', f.label, 'description', f.description, 'field_type', f.field_type,
                'pattern', f.pattern, 'min_value', f.min_value, 'max_value', f.max_value,
                'is_required_on_resolve', f.is_required_on_resolve, 'customer_access', f.customer_access,
                'options', (
                    SELECT coalesce(jsonb_agg(
                        jsonb_build_object('value', o.value, 'label', o.label, 'is_active', o.is_active)
                        ORDER BY o.position, o.value
                    ), '[]')
                    FROM helpdesk.custom_option AS o
                    WHERE o.custom_field_id = f.custom_field_id
                ),
                'value', to_jsonb(c) -> f.key
            )
            ORDER BY f.position, f.custom_field_id
        ), '[]')
        FROM api.shown_fields(v_ticket.ticket_id) AS f
        LEFT JOIN helpdesk.ticket_custom AS c ON c.ticket_id = v_ticket.ticket_id
    );
END
$$;

COMMENT ON FUNCTION api.shown_field_values IS
$$Custom fields that are shown on a ticket, with options and values

What rpc/shown_fields gives, in its order: [{"key", "label", "description", "field_type", "pattern", "min_value",
"max_value", "is_required_on_resolve", "customer_access", "options": [{"value", "label", "is_active"}], "value"}].
Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.shown_field_values TO customer, agent, admin;

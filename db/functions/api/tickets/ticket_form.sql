CREATE FUNCTION api.ticket_form() RETURNS jsonb
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT jsonb_build_object(
        'priority', helpdesk.default_priority(),
        'priorities', (
            SELECT jsonb_agg(jsonb_build_object('priority', p.priority, 'label', p.label) ORDER BY p.position)
            FROM api.priorities AS p
        ),
        'ticket_types', (
            SELECT jsonb_agg(jsonb_build_object('ticket_type', y.ticket_type, 'label', y.label) ORDER BY y.ticket_type)
            FROM api.ticket_types AS y
        ),
        'departments', (
            SELECT coalesce(
                jsonb_agg(jsonb_build_object('department_id', d.department_id, 'name', d.name) ORDER BY d.name), '[]'
            )
            FROM api.departments AS d
            WHERE d.is_active
        ),
        'custom_fields', (
            SELECT coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'key', f.key, 'label', f.label, 'description', f.description, 'field_type', f.field_type,
                        'is_required', f.is_required_on_create, 'pattern', f.pattern, 'min_value', f.min_value,
                        'max_value', f.max_value, 'conditions', f.conditions,
                        'options', (
                            SELECT jsonb_agg(
                                jsonb_build_object('value', o.value, 'label', o.label) ORDER BY o.position, o.value
                            )
                            FROM api.custom_options AS o
                            WHERE o.custom_field_id = f.custom_field_id AND o.is_active
                        )
                    )
                    ORDER BY f.position, f.custom_field_id
                ),
                '[]'
            )
            FROM api.custom_fields AS f
            WHERE f.object = 'ticket' AND f.is_active
                AND (helpdesk.actor_role() NOT IN ('anon', 'customer') OR f.customer_access = 'edit')
        )
    );
END;

COMMENT ON FUNCTION api.ticket_form IS
$$What the form for a new ticket offers

{"priority": the default, "priorities", "ticket_types", "departments", "custom_fields": [{"key", "label", "description",
"field_type", "is_required", "pattern", "min_value", "max_value", "conditions": on the ticket, for which it is shown, as
in custom_fields, "options": [{"value", "label"}] or null}]}: what rpc/create_ticket takes from the caller.$$;
GRANT EXECUTE ON FUNCTION api.ticket_form TO anon, customer, agent, admin;

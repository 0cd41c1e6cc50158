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
                        'key', f.key, 'label', f.label, 'field_type', f.field_type,
                        'is_required', f.is_required_on_create
                    )
                    ORDER BY f.position
                ),
                '[]'
            )
            FROM api.custom_fields AS f
            WHERE f.object = 'ticket' AND f.is_active
        )
    );
END;

COMMENT ON FUNCTION api.ticket_form IS
$$What the form for a new ticket offers

{"priority": the default, "priorities", "ticket_types", "departments", "custom_fields"}: what rpc/create_ticket takes
from the caller.$$;
GRANT EXECUTE ON FUNCTION api.ticket_form TO customer, agent, admin;

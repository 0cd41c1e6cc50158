CREATE FUNCTION api.begin_session() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_role text := helpdesk.actor_role();
    v_me bigint := helpdesk.me();
    v_is_staff boolean := v_me IS NOT NULL AND v_role IN ('agent', 'admin');
BEGIN
    RETURN jsonb_build_object(
        'at', helpdesk.clock(),
        'settings', helpdesk.public_settings(),
        'branding', api.branding(),
        'person', (
            SELECT to_jsonb(x)
            FROM (
                SELECT
                    p.person_id, p.name, p.email, p.handle, p.role, helpdesk.desk_role_of(p.role, a) AS desk_role,
                    p.language, p.time_zone, p.organisation_id, o.name AS organisation_name,
                    coalesce(o.has_shared_tickets, false) AS has_shared_tickets, a.availability, a.signature,
                    CASE WHEN v_is_staff THEN helpdesk.my_department_ids() END AS department_ids,
                    helpdesk.impersonator_id() AS impersonator_id
                FROM helpdesk.person AS p
                LEFT JOIN helpdesk.agent AS a USING (person_id)
                LEFT JOIN helpdesk.organisation AS o USING (organisation_id)
                WHERE p.person_id = v_me
            ) AS x
        ),
        'guest_ticket_id', helpdesk.my_guest_ticket_id(),
        'permissions', (
            SELECT coalesce(jsonb_agg(p.permission), '[]') FROM api.my_permissions() AS p
        ),
        'preferences', helpdesk.my_preferences(),
        'unread', CASE WHEN v_me IS NOT NULL THEN helpdesk.count_unread() END,
        'statuses', (
            SELECT jsonb_agg(to_jsonb(s) - 'description' ORDER BY s.position, s.status) FROM helpdesk.status AS s
        ),
        'transitions', (
            SELECT coalesce(jsonb_object_agg(t.from_status, t.to_statuses), '{}')
            FROM (
                SELECT t.from_status, array_agg(t.to_status ORDER BY s.position) AS to_statuses
                FROM helpdesk.status_transition AS t
                JOIN helpdesk.status AS s ON s.status = t.to_status
                WHERE v_role = ANY (t.roles) AND s.is_active
                GROUP BY t.from_status
            ) AS t
        ),
        'priorities', (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.position) FROM helpdesk.priority AS p),
        'ticket_types', (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.ticket_type) FROM helpdesk.ticket_type AS t),
        'departments', (
            SELECT coalesce(
                jsonb_agg(jsonb_build_object('department_id', d.department_id, 'name', d.name) ORDER BY d.name), '[]'
            )
            FROM helpdesk.department AS d
            WHERE d.is_active AND (v_me IS NOT NULL OR d.is_public)
        ),
        'views', CASE WHEN v_is_staff THEN (
            SELECT coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'view_id', s.view_id, 'slug', s.slug, 'name', s.name, 'sort', s.sort, 'icon', s.icon,
                        'color', s.color, 'shared_with', s.shared_with, 'is_own', s.owner_id IS NOT DISTINCT FROM v_me
                    )
                    ORDER BY s.position, s.name
                ),
                '[]'
            )
            FROM helpdesk.saved_view AS s
            WHERE helpdesk.can_see_saved_view(s)
        ) END
    );
END
$$;

COMMENT ON FUNCTION api.begin_session IS
$$All that a page needs before it shows anything

Of whoever asks, signed in or not, by GET or POST; by POST it brings in a host's user as rpc/enter does. {"at": now,
"settings": those that anybody may read, by key, "branding": as rpc/branding says, "person": {"person_id", "name",
"email", "handle", "role", "desk_role", "language", "time_zone", "organisation_id", "organisation_name",
"has_shared_tickets", "availability", "signature", "department_ids", "impersonator_id"} or null, "guest_ticket_id": the
one ticket of a guest's link, "permissions": names, "preferences": values in force by key, "unread": as
rpc/count_unread says, "statuses", "transitions": {from: [to]} for the caller's role, "priorities", "ticket_types",
"departments": active ones, "views": [{"view_id", "slug", "name", "sort", "icon", "color", "shared_with", "is_own"}] in
their order, null to customers}. How many tickets the views hold says rpc/count_views.$$;
GRANT EXECUTE ON FUNCTION api.begin_session TO anon, customer, agent, admin;

CREATE OR REPLACE FUNCTION helpdesk.list_exported_tickets(p_after bigint, p_limit int, p_source text)
RETURNS TABLE (row_id bigint, line jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT t.ticket_id, jsonb_strip_nulls(jsonb_build_object(
        'record', 'ticket',
        'id', helpdesk.exported_id('ticket', t.ticket_id, p_source),
        'reference', t.reference,
        'subject', t.subject,
        'description', nullif(t.description, ''),
        'status', coalesce(t.status_before, t.status),
        'priority', t.priority,
        'ticket_type', t.ticket_type,
        'channel', t.channel,
        'requester', helpdesk.exported_id('person', t.requester_id, p_source),
        'organisation', helpdesk.exported_id('organisation', t.organisation_id, p_source),
        'department', (SELECT d.slug FROM helpdesk.department AS d WHERE d.department_id = t.department_id),
        'assignee', helpdesk.exported_id('person', t.assignee_id, p_source),
        'language', t.language,
        'due_at', t.due_at
    ) || jsonb_build_object(
        'created_at', t.created_at,
        'updated_at', t.updated_at,
        'resolved_at', t.resolved_at,
        'closed_at', t.closed_at,
        'reopened_at', t.reopened_at,
        'deleted_at', t.deleted_at,
        'is_spam', nullif(t.is_spam, false),
        'tags', (
            SELECT jsonb_agg(g.name ORDER BY g.name)
            FROM helpdesk.ticket_tag AS h
            JOIN helpdesk.tag AS g USING (tag_id)
            WHERE h.ticket_id = t.ticket_id
        ),
        'followers', (
            SELECT jsonb_agg(helpdesk.exported_id('person', f.person_id, p_source) ORDER BY f.person_id)
            FROM helpdesk.ticket_follower AS f
            WHERE f.ticket_id = t.ticket_id
        ),
        'participants', (
            SELECT jsonb_agg(helpdesk.exported_id('person', f.person_id, p_source) ORDER BY f.person_id)
            FROM helpdesk.ticket_participant AS f
            WHERE f.ticket_id = t.ticket_id
        ),
        'fields', (
            SELECT nullif(jsonb_strip_nulls(to_jsonb(c)) - 'ticket_id', '{}')
            FROM helpdesk.ticket_custom AS c
            WHERE c.ticket_id = t.ticket_id
        )
    ))
    FROM helpdesk.ticket AS t
    WHERE t.ticket_id > p_after
    ORDER BY t.ticket_id
    LIMIT p_limit;
END
$$;

COMMENT ON FUNCTION helpdesk.list_exported_tickets IS
'Tickets behind key p_after, as records of import_field; p_source: see exported_id.';
GRANT EXECUTE ON FUNCTION helpdesk.list_exported_tickets TO worker;

CREATE OR REPLACE FUNCTION helpdesk.load_ticket_rows(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = warning SET enable_nestloop = off
AS $$
BEGIN
    DROP TABLE IF EXISTS pg_temp.import_ticket_row;
    CREATE TEMP TABLE import_ticket_row ON COMMIT DROP AS
    SELECT
        t.ticket_id,
        t.is_new,
        t.reference,
        btrim(t.data ->> 'subject', E' \t\r\n') AS subject,
        coalesce(t.data ->> 'description', '') AS description,
        CASE WHEN x.is_spam THEN z.status ELSE s.status END AS status,
        CASE WHEN x.is_spam THEN z.category ELSE s.category END AS status_category,
        CASE WHEN x.is_spam AND s.category <> 'closed' THEN s.status END AS status_before,
        p.priority,
        p.position AS priority_rank,
        coalesce(nullif(mt.target, '-'), 'question') AS ticket_type,
        coalesce(c.channel, 'import') AS channel,
        r.row_id AS requester_id,
        o.row_id AS organisation_id,
        d.department_id,
        a.person_id AS assignee_id,
        coalesce(t.data ->> 'language', q.language) AS language,
        (t.data ->> 'due_at')::timestamptz AS due_at,
        x.created_at,
        helpdesk.not_before((t.data ->> 'updated_at')::timestamptz, x.created_at) AS updated_at,
        helpdesk.not_before((t.data ->> 'resolved_at')::timestamptz, x.created_at) AS resolved_at,
        helpdesk.not_before((t.data ->> 'closed_at')::timestamptz, x.created_at) AS closed_at,
        helpdesk.not_before((t.data ->> 'reopened_at')::timestamptz, x.created_at) AS reopened_at,
        (t.data ->> 'deleted_at')::timestamptz AS deleted_at,
        x.is_spam
    FROM pg_temp.import_ticket AS t
    CROSS JOIN LATERAL (
        SELECT
            (t.data ->> 'created_at')::timestamptz AS created_at,
            coalesce((t.data -> 'is_spam')::boolean, false) AS is_spam
    ) AS x
    JOIN helpdesk.import_mapping AS ms
        ON ms.import_id = p_import.import_id AND ms.kind = 'status' AND ms.value = t.data ->> 'status'
    JOIN helpdesk.status AS s ON s.status = ms.target
    LEFT JOIN helpdesk.import_mapping AS mp
        ON mp.import_id = p_import.import_id AND mp.kind = 'priority' AND mp.value = t.data ->> 'priority'
    JOIN helpdesk.priority AS p ON p.priority = coalesce(mp.target, helpdesk.default_priority())
    LEFT JOIN helpdesk.import_mapping AS mt
        ON mt.import_id = p_import.import_id AND mt.kind = 'ticket_type' AND mt.value = t.data ->> 'ticket_type'
    LEFT JOIN helpdesk.import_mapping AS md
        ON md.import_id = p_import.import_id AND md.kind = 'department' AND md.value = t.data ->> 'department'
    LEFT JOIN helpdesk.department AS d ON d.slug = md.target
    LEFT JOIN helpdesk.channel AS c ON c.channel = t.data ->> 'channel'
    JOIN helpdesk.import_key AS r
        ON r.source = p_import.source AND r.record = 'person' AND r.external_id = t.data ->> 'requester'
    JOIN helpdesk.person AS q ON q.person_id = r.row_id
    LEFT JOIN helpdesk.import_key AS o
        ON o.source = p_import.source AND o.record = 'organisation' AND o.external_id = t.data ->> 'organisation'
    LEFT JOIN helpdesk.import_key AS ak
        ON ak.source = p_import.source AND ak.record = 'person' AND ak.external_id = t.data ->> 'assignee'
    LEFT JOIN helpdesk.agent AS a ON a.person_id = ak.row_id
    CROSS JOIN (
        SELECT s.status, s.category FROM helpdesk.status AS s WHERE s.category = 'closed' ORDER BY s.position LIMIT 1
    ) AS z;

    UPDATE pg_temp.import_ticket_row AS t
    SET resolved_at = CASE
            WHEN t.status_category IN ('solved', 'closed')
            THEN coalesce(t.resolved_at, t.closed_at, t.updated_at, t.created_at)
        END,
        closed_at = CASE
            WHEN t.status_category = 'closed' THEN coalesce(t.closed_at, t.updated_at, t.resolved_at, t.created_at)
        END;

    PERFORM helpdesk.stage_import_messages(p_import);
    INSERT INTO helpdesk.ticket (
        ticket_id, reference, subject, description, status, status_category, status_before, priority, priority_rank,
        ticket_type, channel, requester_id, organisation_id, department_id, assignee_id, language, due_at, created_at,
        updated_at, resolved_at, closed_at, reopened_at, deleted_at, is_spam, first_response_at, last_message_id,
        last_message_at
    )
    OVERRIDING SYSTEM VALUE
    SELECT
        t.ticket_id, t.reference, t.subject, t.description, t.status, t.status_category, t.status_before, t.priority,
        t.priority_rank, t.ticket_type, t.channel, t.requester_id, t.organisation_id, t.department_id, t.assignee_id,
        t.language, t.due_at, t.created_at, coalesce(t.updated_at, m.last_message_at, t.created_at), t.resolved_at,
        t.closed_at, t.reopened_at, t.deleted_at, t.is_spam, m.first_response_at, m.last_message_id, m.last_message_at
    FROM pg_temp.import_ticket_row AS t
    LEFT JOIN (
        SELECT
            n.ticket_id,
            max(n.message_id) AS last_message_id,
            max(n.created_at) AS last_message_at,
            min(n.created_at) FILTER (
                WHERE n.kind = 'reply' AND p.role <> 'customer' AND n.author_id <> r.requester_id
            ) AS first_response_at
        FROM pg_temp.import_message AS n
        JOIN pg_temp.import_ticket_row AS r USING (ticket_id)
        LEFT JOIN helpdesk.person AS p ON p.person_id = n.author_id
        WHERE n.kind <> 'system'
        GROUP BY n.ticket_id
    ) AS m USING (ticket_id)
    WHERE t.is_new
    ORDER BY t.ticket_id;

    UPDATE helpdesk.ticket AS h
    SET subject = t.subject,
        description = t.description,
        status = t.status,
        status_category = t.status_category,
        status_before = t.status_before,
        priority = t.priority,
        priority_rank = t.priority_rank,
        ticket_type = t.ticket_type,
        requester_id = t.requester_id,
        organisation_id = t.organisation_id,
        department_id = t.department_id,
        assignee_id = t.assignee_id,
        language = t.language,
        due_at = t.due_at,
        updated_at = coalesce(t.updated_at, h.updated_at),
        resolved_at = t.resolved_at,
        closed_at = t.closed_at,
        reopened_at = t.reopened_at,
        deleted_at = t.deleted_at,
        is_spam = t.is_spam,
        snoozed_until = NULL,
        merged_into_id = CASE WHEN t.status_category = 'closed' THEN h.merged_into_id END,
        version = h.version + 1
    FROM pg_temp.import_ticket_row AS t
    WHERE NOT t.is_new AND h.ticket_id = t.ticket_id;
END
$$;

COMMENT ON FUNCTION helpdesk.load_ticket_rows IS 'Writes the tickets of a batch.';

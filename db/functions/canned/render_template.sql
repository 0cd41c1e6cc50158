CREATE OR REPLACE FUNCTION helpdesk.render_template(p_template text, p_ticket_id bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_values jsonb;
BEGIN
    IF strpos(p_template, '{{') = 0 THEN
        RETURN p_template;
    END IF;
    SELECT jsonb_build_object(
        'ticket.reference', t.reference,
        'ticket.subject', t.subject,
        'ticket.status', s.label,
        'ticket.priority', p.label,
        'ticket.created_at', to_char(t.created_at AT TIME ZONE r.time_zone, 'YYYY-MM-DD'),
        'requester.name', r.name,
        'requester.first_name', helpdesk.first_name(r.name),
        'requester.email', r.email,
        'assignee.name', a.name,
        'assignee.first_name', helpdesk.first_name(a.name),
        'department.name', d.name,
        'organisation.name', o.name,
        'agent.name', me.name,
        'agent.first_name', helpdesk.first_name(me.name),
        'agent.signature', ag.signature
    ) INTO v_values
    FROM helpdesk.ticket AS t
    JOIN helpdesk.status AS s ON s.status = t.status
    JOIN helpdesk.priority AS p ON p.priority = t.priority
    JOIN helpdesk.person AS r ON r.person_id = t.requester_id
    LEFT JOIN helpdesk.person AS a ON a.person_id = t.assignee_id
    LEFT JOIN helpdesk.department AS d ON d.department_id = t.department_id
    LEFT JOIN helpdesk.organisation AS o ON o.organisation_id = t.organisation_id
    LEFT JOIN helpdesk.person AS me ON me.person_id = helpdesk.me()
    LEFT JOIN helpdesk.agent AS ag ON ag.person_id = me.person_id
    WHERE t.ticket_id = p_ticket_id;
    -- In one pass, so that a value that looks like a placeholder stays as it is.
    RETURN (
        SELECT string_agg(
            between_them.text || coalesce(v_values ->> btrim(name.found[1]), ''), '' ORDER BY between_them.number
        )
        FROM regexp_split_to_table(p_template, '\{\{[^{}]*\}\}') WITH ORDINALITY AS between_them(text, number)
        LEFT JOIN regexp_matches(
            p_template, '\{\{([^{}]*)\}\}', 'g'
        ) WITH ORDINALITY AS name(found, number) USING (number)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.render_template IS
'Fills the {{placeholders}} of a checked template for a ticket; what the ticket does not have becomes empty; values '
'are not filled in again.';

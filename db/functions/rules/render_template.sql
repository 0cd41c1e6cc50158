CREATE OR REPLACE FUNCTION helpdesk.render_template(p_template text, p_ticket_id bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_values jsonb;
    v_text text := p_template;
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
        'requester.first_name', split_part(r.name, ' ', 1),
        'requester.email', r.email,
        'assignee.name', a.name,
        'assignee.first_name', split_part(a.name, ' ', 1),
        'department.name', d.name,
        'organisation.name', o.name,
        'agent.name', me.name,
        'agent.first_name', split_part(me.name, ' ', 1),
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
    SELECT string_agg(
        part.before || coalesce(CASE WHEN part.name IS NOT NULL THEN coalesce(v_values ->> part.name, '') END, ''), '' ORDER BY part.number
    ) INTO v_text
    FROM (
        SELECT
            n.number,
            CASE WHEN n.number = 1 THEN n.piece ELSE substr(n.piece, strpos(n.piece, '}}') + 2) END AS before,
            CASE WHEN lead(n.piece) OVER (ORDER BY n.number) IS NOT NULL
                THEN btrim(split_part(lead(n.piece) OVER (ORDER BY n.number), '}}', 1)) END AS name
        FROM regexp_split_to_table(p_template, '\{\{') WITH ORDINALITY AS n(piece, number)
    ) AS part;
    RETURN v_text;
END
$$;

COMMENT ON FUNCTION helpdesk.render_template(text, bigint) IS
'Fills the {{placeholders}} of a checked template for a ticket; what the ticket does not have becomes empty; values are not filled in again.';

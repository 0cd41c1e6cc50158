CREATE OR REPLACE FUNCTION helpdesk.link_tickets(p_kind text, p_from_id bigint, p_to_id bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_link_id bigint;
    v_above record;
BEGIN
    IF p_kind IS NULL OR p_kind NOT IN ('problem_incident', 'parent_child', 'related', 'duplicate') THEN
        PERFORM helpdesk.refuse(
            'PD006', format('kind %s is unknown', coalesce(p_kind, 'null')), NULL,
            'Give problem_incident, parent_child, related or duplicate.'
        );
    END IF;
    IF p_from_id = p_to_id THEN
        PERFORM helpdesk.refuse('PD502', 'a ticket cannot be linked to itself');
    END IF;
    -- Under both locks nobody else links these two, so the checks hold until commit.
    PERFORM helpdesk.lock_tickets(ARRAY[p_from_id, p_to_id], 'tickets.link');
    IF EXISTS (
        SELECT 1 FROM helpdesk.ticket_link AS l
        WHERE l.kind = p_kind
            AND least(l.from_id, l.to_id) = least(p_from_id, p_to_id)
            AND greatest(l.from_id, l.to_id) = greatest(p_from_id, p_to_id)
    ) THEN
        PERFORM helpdesk.refuse(
            'PD502', format('tickets %s and %s are linked as %s already', p_from_id, p_to_id, p_kind)
        );
    END IF;
    IF p_kind IN ('problem_incident', 'parent_child') THEN
        SELECT l.from_id INTO v_above FROM helpdesk.ticket_link AS l WHERE l.kind = p_kind AND l.to_id = p_to_id;
        IF FOUND THEN
            PERFORM helpdesk.refuse(
                'PD502',
                format(
                    'ticket %s has a %s already', p_to_id,
                    CASE p_kind WHEN 'parent_child' THEN 'parent' ELSE 'problem' END
                ),
                format('It is ticket %s.', v_above.from_id)
            );
        END IF;
    END IF;
    INSERT INTO helpdesk.ticket_link (kind, from_id, to_id, created_by)
    VALUES (
        p_kind,
        CASE WHEN p_kind = 'related' THEN least(p_from_id, p_to_id) ELSE p_from_id END,
        CASE WHEN p_kind = 'related' THEN greatest(p_from_id, p_to_id) ELSE p_to_id END,
        helpdesk.me()
    )
    RETURNING link_id INTO v_link_id;
    RETURN v_link_id;
END
$$;

COMMENT ON FUNCTION helpdesk.link_tickets IS
'Links two tickets: from problem to incident, from parent to child, from duplicate to original. Raises PD001, PD002, '
'PD006, PD502.';

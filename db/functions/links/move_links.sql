CREATE OR REPLACE FUNCTION helpdesk.move_links(p_link_ids bigint[], p_ticket_id bigint, p_to_id bigint) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_link record;
    v_moved bigint[] := '{}';
BEGIN
    IF p_link_ids = '{}' THEN
        RETURN p_link_ids;
    END IF;
    PERFORM helpdesk.take_turn('link ' || k.kind) FROM (VALUES ('parent_child'), ('problem_incident')) AS k(kind);
    FOR v_link IN
        SELECT
            l.link_id, l.kind,
            CASE l.from_id WHEN p_ticket_id THEN p_to_id ELSE l.from_id END AS from_id,
            CASE l.to_id WHEN p_ticket_id THEN p_to_id ELSE l.to_id END AS to_id
        FROM helpdesk.ticket_link AS l
        WHERE l.link_id = ANY (p_link_ids) AND p_ticket_id IN (l.from_id, l.to_id)
        ORDER BY l.link_id
    LOOP
        CONTINUE WHEN v_link.from_id = v_link.to_id
            OR EXISTS (
                SELECT 1 FROM helpdesk.ticket_link AS l
                WHERE l.kind = v_link.kind
                    AND least(l.from_id, l.to_id) = least(v_link.from_id, v_link.to_id)
                    AND greatest(l.from_id, l.to_id) = greatest(v_link.from_id, v_link.to_id)
            )
            OR v_link.kind IN ('parent_child', 'problem_incident') AND (
                helpdesk.makes_circle(v_link.kind, v_link.from_id, v_link.to_id)
                OR v_link.to_id = p_to_id AND EXISTS (
                    SELECT 1 FROM helpdesk.ticket_link AS l WHERE l.kind = v_link.kind AND l.to_id = p_to_id
                )
            );
        UPDATE helpdesk.ticket_link AS l
        SET from_id = CASE
            WHEN v_link.kind = 'related' THEN least(v_link.from_id, v_link.to_id)
            ELSE v_link.from_id
        END,
            to_id = CASE WHEN v_link.kind = 'related' THEN greatest(v_link.from_id, v_link.to_id) ELSE v_link.to_id END
        WHERE l.link_id = v_link.link_id;
        v_moved := v_moved || v_link.link_id;
    END LOOP;
    RETURN v_moved;
END
$$;

COMMENT ON FUNCTION helpdesk.move_links IS
'Moves links from one ticket to another; both are locked by the caller. A link that would tie a ticket to '
'itself, twice, under a second parent or in a circle stays where it is. Returns what moved.';

CREATE OR REPLACE FUNCTION helpdesk.tag_ticket(p_ticket_id bigint, p_tags text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_unknown text;
BEGIN
    SELECT string_agg(coalesce(n.name, 'null'), ', ') INTO v_unknown
    FROM unnest(p_tags) AS n(name)
    WHERE NOT EXISTS (SELECT 1 FROM helpdesk.tag AS g WHERE g.name = n.name);
    IF v_unknown IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', format('unknown tags: %s', v_unknown), NULL, 'See /rest/tags; admins add tags there.'
        );
    END IF;
    INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id)
    SELECT p_ticket_id, g.tag_id FROM helpdesk.tag AS g WHERE g.name = ANY (p_tags)
    ON CONFLICT (ticket_id, tag_id) DO NOTHING;
END
$$;

COMMENT ON FUNCTION helpdesk.tag_ticket IS
'Adds tags by name; those that are there already stay. Raises PD006 for unknown names.';

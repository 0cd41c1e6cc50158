CREATE OR REPLACE FUNCTION helpdesk.add_tags(p_ticket_id bigint, p_tags text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_names text[] := helpdesk.tag_names(p_tags);
    v_unknown text;
    v_retired text;
BEGIN
    SELECT
        string_agg(coalesce(n.name, 'null'), ', ') FILTER (WHERE g.tag_id IS NULL),
        string_agg(n.name, ', ') FILTER (WHERE NOT g.is_active AND t.tag_id IS NULL)
    INTO v_unknown, v_retired
    FROM unnest(v_names) AS n(name)
    LEFT JOIN helpdesk.tag AS g ON g.name = n.name
    LEFT JOIN helpdesk.ticket_tag AS t ON t.ticket_id = p_ticket_id AND t.tag_id = g.tag_id;
    IF v_unknown IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', format('unknown tags: %s', v_unknown), NULL, 'See /rest/tags; POST there adds one.'
        );
    ELSIF v_retired IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', format('retired tags: %s', v_retired), NULL, 'See /rest/tags?is_active=is.true.'
        );
    END IF;
    INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id)
    SELECT p_ticket_id, g.tag_id FROM helpdesk.tag AS g WHERE g.name = ANY (v_names)
    ON CONFLICT (ticket_id, tag_id) DO NOTHING;
END
$$;

COMMENT ON FUNCTION helpdesk.add_tags IS
'Adds tags by name; those that are there already stay. Raises PD006 for unknown and for retired names.';

CREATE FUNCTION api.run_view(view_id bigint DEFAULT NULL, slug text DEFAULT NULL) RETURNS SETOF api.tickets
LANGUAGE sql STABLE ROWS 1000
BEGIN ATOMIC
    -- A part is looked for when what stands before it is not enough, so that a page costs what it shows.
    WITH RECURSIVE part (ticket_ids, size, until) AS (
        SELECT helpdesk.list_view_tickets(run_view.view_id, run_view.slug, 100, 0), 100, 100
        UNION ALL
        SELECT
            helpdesk.list_view_tickets(run_view.view_id, run_view.slug, p.size * 4, p.until), p.size * 4,
            p.until + p.size * 4
        FROM part AS p
        WHERE cardinality(p.ticket_ids) = p.size
    )
    SELECT t.*
    FROM part AS p
    CROSS JOIN LATERAL unnest(p.ticket_ids) AS u(ticket_id)
    -- OFFSET 0 keeps the order: each ticket is looked up by its key.
    CROSS JOIN LATERAL (SELECT * FROM api.tickets AS x WHERE x.ticket_id = u.ticket_id OFFSET 0) AS t;
END;

COMMENT ON FUNCTION api.run_view IS
$$The tickets of a saved view

By view_id or slug, in the view's order, of what the caller may see. Paged as any set, by limit and offset or header
Range, and filtered by further parameters. Raises PD001, PD006, PD405.$$;
GRANT EXECUTE ON FUNCTION api.run_view TO agent, admin;

CREATE FUNCTION api.run_view(
    view_id bigint DEFAULT NULL,
    slug text DEFAULT NULL,
    "limit" int DEFAULT 25,
    "offset" int DEFAULT 0
) RETURNS SETOF api.tickets
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT t.*
    FROM unnest(
        helpdesk.find_view_tickets(
            helpdesk.get_saved_view(run_view.view_id, run_view.slug), run_view."limit", run_view."offset"
        )
    )
        WITH ORDINALITY AS page(ticket_id, number)
    JOIN api.tickets AS t ON t.ticket_id = page.ticket_id
    ORDER BY page.number;
END
$$;

COMMENT ON FUNCTION api.run_view IS
$$A page of a saved view

By view_id or slug, in the view's order, of what the caller may see; at most 10,000 rows. Raises PD001, PD006, PD405.$$;
GRANT EXECUTE ON FUNCTION api.run_view TO agent, admin;

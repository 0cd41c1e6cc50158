CREATE OR REPLACE FUNCTION helpdesk.find_view_tickets(
    p_view helpdesk.saved_view,
    p_limit int,
    p_offset int DEFAULT 0,
    p_as_of timestamptz DEFAULT NULL,
    p_event jsonb DEFAULT NULL,
    p_after jsonb DEFAULT NULL,
    p_among bigint[] DEFAULT NULL
) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
SET timezone = 'UTC' SET seq_page_cost = 0.1 SET random_page_cost = 0.1
AS $$
DECLARE
    v_ticket_ids bigint[];
BEGIN
    PERFORM helpdesk.begin_matching();
    EXECUTE format(
        'SELECT array_agg(page.ticket_id ORDER BY page.number)
         FROM (
             SELECT p.ticket_id, row_number() OVER () AS number
             FROM (SELECT s.ticket_id FROM (%s) AS s LIMIT %s OFFSET %s) AS p
         ) AS page',
        (
            SELECT string_agg(
                format(
                    '(SELECT v.ticket_id
                      FROM helpdesk.rule_ticket AS v
                      CROSS JOIN (SELECT $3 AS event) AS x
                      WHERE %s AND (%s) AND %s%s
                      ORDER BY %s
                      LIMIT %s)',
                    helpdesk.visible_tickets_predicate('v'),
                    p_view.predicate,
                    s.wanted,
                    CASE
                        WHEN p_among IS NOT NULL THEN format(' AND v.ticket_id = ANY (%L::bigint[])', p_among)
                    END,
                    s.ordered,
                    greatest(p_limit, 0) + greatest(p_offset, 0)
                ),
                ' UNION ALL ' ORDER BY s.number
            )
            FROM helpdesk.stretches_of_view(p_view.sort, p_after) AS s
        ),
        greatest(p_limit, 0),
        greatest(p_offset, 0)
    ) INTO v_ticket_ids USING p_view.conditions, coalesce(p_as_of, helpdesk.clock()), p_event;
    PERFORM helpdesk.end_matching();
    RETURN v_ticket_ids;
END
$$;

COMMENT ON FUNCTION helpdesk.find_view_tickets IS
'A page of a saved view as ids in its order, of what the caller may see; limit and offset stand in the statement, so '
'that the planner knows them. p_after: of what follows these keys (see stretches_of_view); p_among: of these only. '
'Queues are in memory, where a page costs no more than some rows, and a random one no more than the next.';

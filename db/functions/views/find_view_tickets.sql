CREATE OR REPLACE FUNCTION helpdesk.find_view_tickets(
    p_view helpdesk.saved_view,
    p_limit int,
    p_offset int DEFAULT 0,
    p_as_of timestamptz DEFAULT NULL,
    p_event jsonb DEFAULT NULL
) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
SET timezone = 'UTC' SET seq_page_cost = 0.1 SET random_page_cost = 0.1
AS $$
DECLARE
    v_column text := split_part(p_view.sort, '.', 1);
    v_direction text := split_part(p_view.sort, '.', 2);
    v_ticket_ids bigint[];
BEGIN
    PERFORM helpdesk.begin_matching();
    EXECUTE format(
        'SELECT array_agg(page.ticket_id ORDER BY page.number)
         FROM (
             SELECT p.ticket_id, row_number() OVER () AS number
             FROM (
                 SELECT v.ticket_id
                 FROM helpdesk.rule_ticket AS v
                 CROSS JOIN (SELECT $3 AS event) AS x
                 WHERE %s AND (%s)
                 ORDER BY %s, v.ticket_id %s
                 LIMIT %s OFFSET %s
             ) AS p
         ) AS page',
        helpdesk.visible_tickets_predicate('v'),
        p_view.predicate,
        CASE v_column
            WHEN 'priority' THEN format('v.priority_rank %1$s, v.updated_at %1$s', v_direction)
            WHEN 'due_at' THEN format('v.due_at %s NULLS LAST', v_direction)
            WHEN 'next_due_at' THEN format('v.next_due_at %s NULLS LAST', v_direction)
            WHEN 'last_message_at' THEN format('v.last_message_at %s NULLS LAST', v_direction)
            ELSE format('v.%I %s', v_column, v_direction)
        END,
        v_direction,
        greatest(p_limit, 0),
        greatest(p_offset, 0)
    ) INTO v_ticket_ids USING p_view.conditions, coalesce(p_as_of, helpdesk.clock()), p_event;
    PERFORM helpdesk.end_matching();
    RETURN v_ticket_ids;
END
$$;

COMMENT ON FUNCTION helpdesk.find_view_tickets IS
'A page of a saved view as ids in its order, of what the caller may see; limit and offset stand in the statement, so '
'that the planner knows them. Queues are in memory, where a page costs no more than some rows, and a random one no '
'more than the next.';

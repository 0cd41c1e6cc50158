CREATE OR REPLACE FUNCTION helpdesk.find_view_tickets(p_view helpdesk.saved_view, p_limit int, p_offset int DEFAULT 0) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_column text := split_part(p_view.sort, '.', 1);
    v_ticket_ids bigint[];
BEGIN
    EXECUTE format(
        'SELECT array_agg(page.ticket_id ORDER BY page.number)
         FROM (
             SELECT v.ticket_id, row_number() OVER () AS number
             FROM (
                 SELECT v.ticket_id
                 FROM helpdesk.rule_ticket AS v
                 WHERE %s AND (%s)
                 ORDER BY %s %s, v.ticket_id DESC
                 LIMIT %s OFFSET %s
             ) AS v
         ) AS page',
        helpdesk.visible_tickets_predicate(),
        p_view.predicate,
        CASE v_column
            WHEN 'priority' THEN '(SELECT x.position FROM helpdesk.priority AS x WHERE x.priority = v.priority)'
            ELSE format('v.%I', v_column)
        END,
        CASE WHEN v_column IN ('due_at', 'last_message_at') THEN split_part(p_view.sort, '.', 2) || ' NULLS LAST' ELSE split_part(p_view.sort, '.', 2) END,
        least(greatest(p_limit, 0), 10000),
        greatest(p_offset, 0)
    ) INTO v_ticket_ids USING p_view.conditions, helpdesk.clock();
    RETURN v_ticket_ids;
END
$$;

COMMENT ON FUNCTION helpdesk.find_view_tickets(helpdesk.saved_view, int, int) IS
'A page of a saved view as ids in its order, of what the caller may see; limit and offset stand in the statement, so that the planner knows them.';

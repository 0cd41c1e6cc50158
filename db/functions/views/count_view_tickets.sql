CREATE OR REPLACE FUNCTION helpdesk.count_view_tickets(
    p_view helpdesk.saved_view,
    p_as_of timestamptz DEFAULT NULL,
    p_event jsonb DEFAULT NULL
)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
SET timezone = 'UTC' SET seq_page_cost = 0.1 SET random_page_cost = 0.1
AS $$
DECLARE
    v_count bigint;
BEGIN
    PERFORM helpdesk.begin_matching();
    EXECUTE format(
        'SELECT count(*)
         FROM (
             SELECT 1 FROM helpdesk.rule_ticket AS v CROSS JOIN (SELECT $3 AS event) AS x WHERE %s AND (%s) LIMIT 1001
         ) AS found',
        helpdesk.visible_tickets_predicate('v'), p_view.predicate
    ) INTO v_count USING p_view.conditions, coalesce(p_as_of, helpdesk.clock()), p_event;
    PERFORM helpdesk.end_matching();
    RETURN jsonb_build_object(
        'count', CASE WHEN v_count <= 1000 THEN v_count END,
        'label', CASE WHEN v_count > 1000 THEN '1000+' ELSE v_count::text END
    );
END
$$;

COMMENT ON FUNCTION helpdesk.count_view_tickets IS
'{"count", "label"}: how many tickets of a view the caller may see, exact to 1000, then null and "1000+". Page costs '
'as in find_view_tickets.';

CREATE FUNCTION api.preview_rule(conditions jsonb, ticket_id bigint DEFAULT NULL, as_of timestamptz DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_view helpdesk.saved_view;
    v_ids bigint[];
BEGIN
    PERFORM helpdesk.require('tickets.note');
    v_view.predicate := helpdesk.compile_condition(preview_rule.conditions);
    v_view.conditions := preview_rule.conditions;
    v_view.sort := 'updated_at.desc';
    v_ids := helpdesk.find_view_tickets(v_view, 1001);
    RETURN jsonb_build_object(
        'count', least(coalesce(cardinality(v_ids), 0), 1000),
        'label', CASE WHEN cardinality(v_ids) > 1000 THEN '1000+' ELSE coalesce(cardinality(v_ids), 0)::text END,
        'tickets', (
            SELECT coalesce(jsonb_agg(
                jsonb_build_object('ticket_id', t.ticket_id, 'reference', t.reference, 'subject', t.subject, 'status', t.status)
                ORDER BY i.number
            ), '[]')
            FROM unnest(v_ids[1:25]) WITH ORDINALITY AS i(ticket_id, number)
            JOIN helpdesk.ticket AS t ON t.ticket_id = i.ticket_id
        ),
        'explanation', CASE WHEN preview_rule.ticket_id IS NOT NULL AND helpdesk.can_see_ticket(
            (SELECT t FROM helpdesk.ticket AS t WHERE t.ticket_id = preview_rule.ticket_id)
        ) THEN (
            SELECT jsonb_agg(to_jsonb(e))
            FROM helpdesk.explain_condition(
                preview_rule.conditions, preview_rule.ticket_id, coalesce(preview_rule.as_of, helpdesk.clock())
            ) AS e
        ) END
    );
END
$$;

COMMENT ON FUNCTION api.preview_rule(jsonb, bigint, timestamptz) IS
$$What conditions match now

{"count", "label", "tickets": the first 25, "explanation": with ticket_id, each comparison and its verdict on that ticket}.
Changes nothing. Raises PD401.$$;
GRANT EXECUTE ON FUNCTION api.preview_rule(jsonb, bigint, timestamptz) TO agent, admin;

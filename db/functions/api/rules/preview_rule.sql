CREATE FUNCTION api.preview_rule(
    conditions jsonb,
    ticket_id bigint DEFAULT NULL,
    as_of timestamptz DEFAULT NULL,
    kind text DEFAULT 'macro',
    event_id bigint DEFAULT NULL
) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_use text := helpdesk.use_of_rule(preview_rule.kind);
    v_conditions jsonb := helpdesk.spell_conditions(preview_rule.conditions);
    v_as_of timestamptz := helpdesk.require_near(preview_rule.as_of, 'as_of');
    v_view helpdesk.saved_view;
    v_ticket helpdesk.ticket;
    v_event jsonb;
    v_ids bigint[];
    v_explanation jsonb;
BEGIN
    PERFORM helpdesk.require('tickets.note');
    IF preview_rule.kind IS NULL OR preview_rule.kind NOT IN ('escalation', 'automation', 'workflow', 'macro') THEN
        PERFORM helpdesk.refuse('PD006', format('kind %s is unknown', coalesce(left(preview_rule.kind, 100), 'null')));
    END IF;
    v_view.predicate := helpdesk.compile_condition(v_conditions, v_use);
    v_view.conditions := v_conditions;
    v_view.sort := 'updated_at.desc';
    IF coalesce(preview_rule.ticket_id, preview_rule.event_id) IS NOT NULL THEN
        SELECT t.* INTO v_ticket
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = coalesce(
            preview_rule.ticket_id,
            (SELECT e.ticket_id FROM helpdesk.event AS e WHERE e.event_id = preview_rule.event_id)
        );
        IF v_ticket.ticket_id IS NULL OR NOT helpdesk.can_see_ticket(v_ticket) THEN
            PERFORM helpdesk.refuse('PD001', 'ticket or event not found');
        END IF;
        SELECT helpdesk.event_facts(e) INTO v_event
        FROM helpdesk.event AS e
        WHERE e.event_id = preview_rule.event_id AND e.ticket_id = v_ticket.ticket_id;
        SELECT jsonb_agg(to_jsonb(e)) INTO v_explanation
        FROM helpdesk.explain_condition(v_conditions, v_use, v_ticket.ticket_id, v_as_of, v_event) AS e;
    END IF;
    v_ids := helpdesk.find_view_tickets(v_view, 25, 0, v_as_of, v_event);
    RETURN helpdesk.count_view_tickets(v_view, v_as_of, v_event) || jsonb_build_object(
        'tickets', (
            SELECT coalesce(jsonb_agg(
                jsonb_build_object(
                    'ticket_id', t.ticket_id, 'reference', t.reference, 'subject', t.subject, 'status', t.status
                )
                ORDER BY i.number
            ), '[]')
            FROM unnest(v_ids) WITH ORDINALITY AS i(ticket_id, number)
            JOIN helpdesk.ticket AS t ON t.ticket_id = i.ticket_id
        ),
        'explanation', v_explanation
    );
END
$$;

COMMENT ON FUNCTION api.preview_rule IS
$$What conditions match now

{"count", "label", "tickets": the first 25 that the caller sees, "explanation": with ticket_id or event_id, each part of
the conditions and its verdict on that ticket, the whole first}. as_of: durations are counted from then. kind: the rule
that the conditions are for (escalation, automation, workflow, macro); with event_id, changed and its like look at that
event. Changes nothing. Raises PD001, PD006, PD401, PD405.$$;
GRANT EXECUTE ON FUNCTION api.preview_rule TO agent, admin;

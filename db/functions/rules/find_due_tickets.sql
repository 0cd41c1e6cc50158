CREATE OR REPLACE FUNCTION helpdesk.find_due_tickets(p_rule helpdesk.rule, p_as_of timestamptz, p_limit int)
RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC' SET random_page_cost = 1.1
AS $$
DECLARE
    v_matched bigint[];
    v_ticket_ids bigint[];
BEGIN
    PERFORM helpdesk.begin_matching();
    -- A statement of its own: one that also writes, or that is not dynamic, gets no parallel plan.
    EXECUTE format(
        'SELECT array_agg(v.ticket_id) FROM helpdesk.rule_ticket AS v WHERE v.deleted_at IS NULL AND %s AND (%s)',
        helpdesk.swept_tickets_predicate(p_rule.kind), p_rule.predicate
    ) INTO v_matched USING p_rule.conditions, p_as_of;
    PERFORM helpdesk.end_matching();
    -- EXCEPT is a hash at any size; an anti-join on a log without statistics yet can become a nested loop.
    WITH matched AS MATERIALIZED (SELECT unnest(v_matched) AS ticket_id),
    fired AS MATERIALIZED (
        SELECT f.ticket_id
        FROM helpdesk.rule_firing AS f
        WHERE f.rule_id = p_rule.rule_id AND f.event_id IS NULL AND f.ended_at IS NULL
    ),
    ended AS (
        UPDATE helpdesk.rule_firing AS f
        SET ended_at = p_as_of
        WHERE f.rule_id = p_rule.rule_id AND f.event_id IS NULL AND f.ended_at IS NULL
            AND f.ticket_id IN (SELECT ticket_id FROM fired EXCEPT SELECT ticket_id FROM matched)
    )
    SELECT array_agg(due.ticket_id) INTO v_ticket_ids
    FROM (SELECT ticket_id FROM matched EXCEPT SELECT ticket_id FROM fired ORDER BY ticket_id LIMIT p_limit) AS due;
    RETURN v_ticket_ids;
END
$$;

COMMENT ON FUNCTION helpdesk.find_due_tickets IS
'Tickets that a swept rule matches and has not fired on yet; ends the firings on tickets that no longer match. Open '
'tickets are in memory, where a random page costs no more than the next one.';

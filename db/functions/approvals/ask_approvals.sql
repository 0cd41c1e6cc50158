CREATE OR REPLACE FUNCTION helpdesk.ask_approvals(p_ticket_ids bigint[], p_value jsonb)
RETURNS TABLE (ticket_id bigint, refusal jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_asker_may boolean := helpdesk.setting_bool('approval_by_asker');
    v_requester_may boolean := helpdesk.setting_bool('approval_by_requester');
    v_tickets helpdesk.asked_ticket[];
BEGIN
    WITH named AS (
        SELECT p.ticket_id, p.person_id FROM helpdesk.resolve_people(p_ticket_ids, p_value -> 'people') AS p
        UNION
        SELECT t.ticket_id, t.requester_id
        FROM helpdesk.ticket AS t
        JOIN helpdesk.person AS p ON p.person_id = t.requester_id AND p.is_active AND NOT p.is_guest
        WHERE t.ticket_id = ANY (p_ticket_ids) AND p_value -> 'people' ? 'requester'
    ),
    asked AS (
        SELECT
            t.ticket_id, t.reference, t.status_category,
            left(helpdesk.render_template(p_value ->> 'question', t.ticket_id), 2000) AS question,
            ARRAY(
                SELECT n.person_id
                FROM named AS n
                WHERE n.ticket_id = t.ticket_id
                    AND (v_asker_may OR n.person_id IS DISTINCT FROM helpdesk.me())
                    AND (v_requester_may OR n.person_id <> t.requester_id)
            ) AS person_ids
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = ANY (p_ticket_ids)
    )
    SELECT array_agg(ROW(a.ticket_id, a.question, a.person_ids, CASE
        WHEN a.status_category IN ('solved', 'closed')
            THEN helpdesk.refusal('PD177', format('ticket %s is %s', a.reference, a.status_category))
        WHEN a.question !~ '\S' THEN helpdesk.refusal('PD176', 'the question is empty')
        WHEN cardinality(a.person_ids) NOT BETWEEN coalesce((p_value ->> 'needed')::int, 1) AND 100
            THEN helpdesk.refusal(
                'PD176', format('%s people are there to be asked', cardinality(a.person_ids)), NULL,
                'Name others in the action; needed, or one, to 100 can be asked.'
            )
    END)::helpdesk.asked_ticket) INTO v_tickets
    FROM asked AS a
    -- What is pending need not be asked again.
    WHERE NOT EXISTS (
        SELECT
        FROM helpdesk.approval AS o
        WHERE o.ticket_id = a.ticket_id AND o.state = 'pending' AND o.question = a.question
    );
    PERFORM helpdesk.open_approvals(
        array_agg(t.ticket_id), array_agg(p.person_id), array_agg(t.question), (p_value ->> 'needed')::int,
        (p_value ->> 'is_required')::boolean, helpdesk.clock() + (p_value ->> 'due_in')::interval, NULL,
        p_value ->> 'state_when_due'
    )
    FROM unnest(v_tickets) AS t
    CROSS JOIN unnest(t.person_ids) AS p(person_id)
    WHERE t.refusal IS NULL
    HAVING count(*) > 0;
    RETURN QUERY SELECT t.ticket_id, t.refusal FROM unnest(v_tickets) AS t;
END
$$;

COMMENT ON FUNCTION helpdesk.ask_approvals IS
'Asks for approvals on locked tickets as the action ask_approval says; each ticket with why it was not asked, or null. '
'Those on which the same is asked and pending are left out.';

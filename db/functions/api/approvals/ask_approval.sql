CREATE FUNCTION api.ask_approval(
    ticket_id bigint,
    question text,
    person_ids bigint[] DEFAULT '{}',
    department_ids bigint[] DEFAULT '{}',
    needed int DEFAULT NULL,
    is_required boolean DEFAULT true,
    due_at timestamptz DEFAULT NULL,
    remind_at timestamptz DEFAULT NULL,
    state_when_due text DEFAULT 'expired',
    idempotency_key text DEFAULT NULL
) RETURNS api.approvals
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(ask_approval.idempotency_key, 'ask_approval', jsonb_build_array(
        ask_approval.ticket_id, ask_approval.question, ask_approval.person_ids, ask_approval.department_ids,
        ask_approval.needed, ask_approval.is_required, ask_approval.due_at, ask_approval.remind_at,
        ask_approval.state_when_due
    ));
    v_me bigint := helpdesk.me();
    v_ticket helpdesk.ticket;
    v_person_ids bigint[];
    v_wrong text;
    v_refusal jsonb;
    v_ids bigint[];
    v_result api.approvals;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    v_ticket := helpdesk.lock_ticket(ask_approval.ticket_id, 'approvals.ask');
    IF v_ticket.merged_into_id IS NOT NULL THEN
        PERFORM helpdesk.raise_refusal(helpdesk.merged_refusal(v_ticket));
    ELSIF v_ticket.status_category IN ('solved', 'closed') THEN
        PERFORM helpdesk.refuse('PD177', format('ticket %s is %s', v_ticket.reference, v_ticket.status_category));
    END IF;
    v_wrong := CASE
        WHEN coalesce(ask_approval.question, '') !~ '\S' THEN 'question is empty'
        WHEN length(ask_approval.question) > 2000 THEN 'question has more than 2000 characters'
        WHEN ask_approval.due_at <= helpdesk.clock() THEN 'due_at is past'
        WHEN greatest(ask_approval.due_at, ask_approval.remind_at) >= '2200-01-01Z'
            THEN 'due_at and remind_at are before the year 2200'
        WHEN ask_approval.remind_at >= ask_approval.due_at THEN 'remind_at is not before due_at'
        WHEN ask_approval.remind_at <= helpdesk.clock() THEN 'remind_at is past'
        WHEN ask_approval.state_when_due NOT IN ('expired', 'declined') THEN 'state_when_due is not expired, declined'
    END;
    IF v_wrong IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD006', v_wrong);
    END IF;
    SELECT string_agg(coalesce(u.department_id::text, 'null'), ', ') INTO v_wrong
    FROM unnest(ask_approval.department_ids) AS u(department_id)
    WHERE NOT EXISTS (
        SELECT FROM helpdesk.department AS d WHERE d.department_id = u.department_id AND d.is_active
    );
    IF v_wrong IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD006', format('unknown departments: %s', v_wrong), NULL, 'See /rest/departments.');
    END IF;
    v_person_ids := ARRAY(
        SELECT u.person_id FROM unnest(ask_approval.person_ids) AS u(person_id)
        UNION
        SELECT m.person_id
        FROM helpdesk.department_member AS m
        JOIN helpdesk.person AS p ON p.person_id = m.person_id AND p.is_active AND p.role <> 'customer'
        WHERE m.department_id = ANY (ask_approval.department_ids)
            AND (m.person_id IS DISTINCT FROM v_me OR helpdesk.setting_bool('approval_by_asker'))
            AND (m.person_id <> v_ticket.requester_id OR helpdesk.setting_bool('approval_by_requester'))
    );
    v_refusal := helpdesk.approver_refusal(v_ticket, v_person_ids, v_me);
    IF v_refusal IS NOT NULL THEN
        PERFORM helpdesk.raise_refusal(v_refusal);
    END IF;
    IF ask_approval.needed NOT BETWEEN 1 AND cardinality(v_person_ids) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('needed is not a number from 1 to %s', cardinality(v_person_ids)), NULL,
            'Leave it out if all who are asked have to approve.'
        );
    END IF;
    v_ids := helpdesk.open_approvals(
        array_fill(v_ticket.ticket_id, ARRAY[cardinality(v_person_ids)]), v_person_ids,
        array_fill(btrim(ask_approval.question), ARRAY[cardinality(v_person_ids)]), ask_approval.needed,
        ask_approval.is_required, ask_approval.due_at, ask_approval.remind_at, ask_approval.state_when_due
    );
    SELECT * INTO v_result FROM api.approvals AS a WHERE a.approval_id = ANY (v_ids);
    IF ask_approval.idempotency_key IS NOT NULL THEN
        PERFORM helpdesk.end_once(ask_approval.idempotency_key, to_jsonb(v_result));
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.ask_approval IS
$$Ask people to approve something of a ticket

person_ids: staff, the requester, customers of the ticket's organisation; department_ids: whoever belongs to these
departments; 1 to 100 in all. The question is all that customers are told besides reference and subject. needed: how
many have to approve; left out: all. is_required: while it is pending, staff and rules cannot solve or close the ticket.
due_at: until when; it is then expired, or declined if state_when_due says so. remind_at: when those who have not
decided are reminded; left out: approval_remind_hours before due_at. Who asks does not decide, unless setting
approval_by_asker says so. idempotency_key: the same call again within 24 hours gives the first answer. Returns the
approval. Raises PD001, PD002, PD006, PD015, PD176 (whom it names), PD177, PD505.$$;
GRANT EXECUTE ON FUNCTION api.ask_approval TO agent, admin;

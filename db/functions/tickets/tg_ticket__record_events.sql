-- A trigger, so that no writer can change a ticket without its history; of the statement, so that ten thousand changes
-- are one INSERT.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__record_events() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_old record;
    v_new record;
    v_events helpdesk.new_event[] := '{}';
    v_changes jsonb;
    v_because text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        FOR v_new IN SELECT * FROM new_rows LOOP
            v_events := v_events || ROW(v_new.ticket_id, 'ticket_created', jsonb_build_object(
                'status', v_new.status, 'priority', v_new.priority, 'ticket_type', v_new.ticket_type,
                'channel', v_new.channel, 'requester_id', v_new.requester_id,
                'organisation_id', v_new.organisation_id, 'department_id', v_new.department_id,
                'assignee_id', v_new.assignee_id, 'due_at', v_new.due_at
            ) || jsonb_strip_nulls(jsonb_build_object('asked_at', v_new.asked_at)), NULL)::helpdesk.new_event;
            IF v_new.assignee_id IS NOT NULL THEN
                v_events := v_events || ROW(
                    v_new.ticket_id, 'ticket_assigned',
                    jsonb_build_object('from', NULL, 'to', v_new.assignee_id)
                        || helpdesk.note_full_capacity(v_new.ticket_id),
                    NULL
                )::helpdesk.new_event;
            END IF;
        END LOOP;
        PERFORM helpdesk.record_events(v_events);
        RETURN NULL;
    END IF;

    -- Sorted, not joined: a plan for one ticket would compare each of ten thousand with all.
    FOR v_new IN
        SELECT o.*, false AS is_new FROM old_rows AS o
        UNION ALL
        SELECT n.*, true FROM new_rows AS n
        ORDER BY ticket_id, is_new
    LOOP
        IF NOT v_new.is_new THEN
            v_old := v_new;
            CONTINUE;
        END IF;
        -- What the clocks show on the ticket is no change of it.
        CONTINUE WHEN (v_new.next_due_at, v_new.sla_state) IS DISTINCT FROM (v_old.next_due_at, v_old.sla_state);
        IF v_new.last_message_id IS DISTINCT FROM v_old.last_message_id THEN
            v_events := v_events || helpdesk.message_event(
                v_new.last_message_id, v_new.requester_id, CASE WHEN v_new.status <> v_old.status THEN v_new.status END
            );
        END IF;
        IF v_new.priority <> v_old.priority THEN
            v_events := v_events || ROW(
                v_new.ticket_id, 'ticket_priority_changed',
                jsonb_build_object('from', v_old.priority, 'to', v_new.priority), NULL
            )::helpdesk.new_event;
        END IF;
        IF v_new.department_id IS DISTINCT FROM v_old.department_id THEN
            v_events := v_events || ROW(
                v_new.ticket_id, 'department_changed',
                jsonb_build_object('from', v_old.department_id, 'to', v_new.department_id), NULL
            )::helpdesk.new_event;
        END IF;
        IF v_new.assignee_id IS DISTINCT FROM v_old.assignee_id THEN
            v_events := v_events || ROW(
                v_new.ticket_id,
                CASE WHEN v_new.assignee_id IS NULL THEN 'ticket_unassigned' ELSE 'ticket_assigned' END,
                jsonb_build_object('from', v_old.assignee_id, 'to', v_new.assignee_id)
                    || helpdesk.note_full_capacity(v_new.ticket_id),
                NULL
            )::helpdesk.new_event;
        END IF;
        IF (
            v_new.subject, v_new.description, v_new.ticket_type, v_new.language, v_new.due_at, v_new.requester_id,
            v_new.organisation_id
        )
            IS DISTINCT FROM
            (
                v_old.subject, v_old.description, v_old.ticket_type, v_old.language, v_old.due_at, v_old.requester_id,
                v_old.organisation_id
            )
            AND NOT helpdesk.is_removing() THEN
            SELECT jsonb_object_agg(n.key, jsonb_build_object('from', o.value, 'to', n.value)) INTO v_changes
            FROM jsonb_each(to_jsonb(v_new)) AS n
            JOIN jsonb_each(to_jsonb(v_old)) AS o USING (key)
            WHERE n.value <> o.value
                AND n.key IN (
                    'subject', 'description', 'ticket_type', 'language', 'due_at', 'requester_id', 'organisation_id'
                );
            v_events := v_events || ROW(
                v_new.ticket_id, 'ticket_updated',
                jsonb_build_object('changes', v_changes), NULL
            )::helpdesk.new_event;
        END IF;
        IF v_new.status <> v_old.status THEN
            v_because := CASE
                WHEN v_old.merged_into_id IS NULL AND v_new.merged_into_id IS NOT NULL THEN 'merged'
                WHEN v_old.merged_into_id IS NOT NULL AND v_new.merged_into_id IS NULL THEN 'unmerged'
                WHEN NOT v_old.is_spam AND v_new.is_spam THEN 'spam_marked'
                WHEN v_old.is_spam AND NOT v_new.is_spam AND v_new.reopened_at IS NOT DISTINCT FROM v_old.reopened_at
                    THEN 'spam_unmarked'
            END;
            v_events := v_events || ROW(
                v_new.ticket_id, 'ticket_status_changed',
                jsonb_build_object('from', v_old.status, 'to', v_new.status)
                    || jsonb_strip_nulls(jsonb_build_object('because', v_because)),
                NULL
            )::helpdesk.new_event;
            IF v_new.status_category = 'closed' THEN
                v_events := v_events || ROW(v_new.ticket_id, 'ticket_closed', jsonb_strip_nulls(jsonb_build_object(
                    'merged_into_id', v_new.merged_into_id, 'is_spam', nullif(v_new.is_spam, false)
                )), NULL)::helpdesk.new_event;
            ELSIF v_because IS NOT NULL THEN
                NULL; -- nobody resolved or reopened it
            ELSIF v_new.status_category = 'solved' THEN
                v_events := v_events || ROW(v_new.ticket_id, 'ticket_resolved', NULL, NULL)::helpdesk.new_event;
            ELSIF v_old.status_category IN ('solved', 'closed') THEN
                v_events := v_events || ROW(v_new.ticket_id, 'ticket_reopened', NULL, NULL)::helpdesk.new_event;
            END IF;
            IF v_new.status = 'escalated' THEN
                v_events := v_events || ROW(v_new.ticket_id, 'ticket_escalated', NULL, NULL)::helpdesk.new_event;
            END IF;
        END IF;
        IF v_new.deleted_at IS DISTINCT FROM v_old.deleted_at THEN
            v_events := v_events || ROW(
                v_new.ticket_id, CASE WHEN v_new.deleted_at IS NULL THEN 'ticket_restored' ELSE 'ticket_deleted' END,
                NULL, NULL
            )::helpdesk.new_event;
        END IF;
        IF v_new.snoozed_until IS NOT NULL AND v_new.snoozed_until IS DISTINCT FROM v_old.snoozed_until THEN
            v_events := v_events || ROW(
                v_new.ticket_id, 'ticket_snoozed',
                jsonb_build_object('from', v_old.snoozed_until, 'to', v_new.snoozed_until), NULL
            )::helpdesk.new_event;
        ELSIF v_old.snoozed_until IS NOT NULL AND v_new.snoozed_until IS NULL THEN
            v_events := v_events || ROW(v_new.ticket_id, 'ticket_woken', jsonb_build_object(
                'from', v_old.snoozed_until,
                'reason', CASE
                    WHEN v_new.status_category IN ('solved', 'closed') THEN 'resolved'
                    WHEN v_old.snoozed_until <= helpdesk.clock() THEN 'due'
                    WHEN helpdesk.actor_role() IN ('agent', 'admin') THEN 'asked'
                    ELSE 'reply'
                END,
                'snoozed_by', (
                    SELECT e.actor_id
                    FROM helpdesk.event AS e
                    WHERE e.ticket_id = v_new.ticket_id AND e.kind = 'ticket_snoozed'
                    ORDER BY e.event_id DESC
                    LIMIT 1
                )
            ), NULL)::helpdesk.new_event;
        END IF;
        IF v_new.is_spam <> v_old.is_spam THEN
            v_events := v_events || ROW(
                v_new.ticket_id, CASE WHEN v_new.is_spam THEN 'spam_marked' ELSE 'spam_unmarked' END,
                NULL, NULL
            )::helpdesk.new_event;
        END IF;
    END LOOP;
    IF v_events <> '{}' THEN
        PERFORM helpdesk.record_events(v_events);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__record_events IS
'Writes one event for each fact that an insert or update of tickets made; of each ticket first that of the message '
'that moved it, which holds the SLA facts of both.';

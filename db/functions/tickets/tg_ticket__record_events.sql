-- A trigger, so that no writer can change a ticket without its history.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__record_events() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_changes jsonb;
    v_because text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM helpdesk.record_event(NEW.ticket_id, 'ticket_created', jsonb_build_object(
            'status', NEW.status, 'priority', NEW.priority, 'ticket_type', NEW.ticket_type, 'channel', NEW.channel,
            'requester_id', NEW.requester_id, 'organisation_id', NEW.organisation_id,
            'department_id', NEW.department_id, 'assignee_id', NEW.assignee_id, 'due_at', NEW.due_at
        ) || jsonb_strip_nulls(jsonb_build_object('asked_at', NEW.asked_at)));
        IF NEW.assignee_id IS NOT NULL THEN
            PERFORM helpdesk.record_event(
                NEW.ticket_id, 'ticket_assigned',
                jsonb_build_object('from', NULL, 'to', NEW.assignee_id) || helpdesk.note_full_capacity(NEW)
            );
        END IF;
        RETURN NULL;
    END IF;

    IF NEW.last_message_id IS DISTINCT FROM OLD.last_message_id THEN
        PERFORM helpdesk.record_message(
            NEW.last_message_id, NEW.requester_id, CASE WHEN NEW.status <> OLD.status THEN NEW.status END
        );
    END IF;
    IF NEW.priority <> OLD.priority THEN
        PERFORM helpdesk.record_event(
            NEW.ticket_id, 'ticket_priority_changed', jsonb_build_object('from', OLD.priority, 'to', NEW.priority)
        );
    END IF;
    IF NEW.department_id IS DISTINCT FROM OLD.department_id THEN
        PERFORM helpdesk.record_event(
            NEW.ticket_id, 'department_changed', jsonb_build_object('from', OLD.department_id, 'to', NEW.department_id)
        );
    END IF;
    IF NEW.assignee_id IS DISTINCT FROM OLD.assignee_id THEN
        PERFORM helpdesk.record_event(
            NEW.ticket_id,
            CASE WHEN NEW.assignee_id IS NULL THEN 'ticket_unassigned' ELSE 'ticket_assigned' END,
            jsonb_build_object('from', OLD.assignee_id, 'to', NEW.assignee_id) || helpdesk.note_full_capacity(NEW)
        );
    END IF;
    IF (NEW.subject, NEW.description, NEW.ticket_type, NEW.language, NEW.due_at, NEW.requester_id, NEW.organisation_id)
        IS DISTINCT FROM
        (
            OLD.subject, OLD.description, OLD.ticket_type, OLD.language, OLD.due_at, OLD.requester_id,
            OLD.organisation_id
        ) THEN
        SELECT jsonb_object_agg(n.key, jsonb_build_object('from', o.value, 'to', n.value)) INTO v_changes
        FROM jsonb_each(to_jsonb(NEW)) AS n
        JOIN jsonb_each(to_jsonb(OLD)) AS o USING (key)
        WHERE n.value <> o.value
            AND n.key IN (
                'subject', 'description', 'ticket_type', 'language', 'due_at', 'requester_id', 'organisation_id'
            );
        PERFORM helpdesk.record_event(NEW.ticket_id, 'ticket_updated', jsonb_build_object('changes', v_changes));
    END IF;
    IF NEW.status <> OLD.status THEN
        v_because := CASE
            WHEN OLD.merged_into_id IS NULL AND NEW.merged_into_id IS NOT NULL THEN 'merged'
            WHEN OLD.merged_into_id IS NOT NULL AND NEW.merged_into_id IS NULL THEN 'unmerged'
            WHEN NOT OLD.is_spam AND NEW.is_spam THEN 'spam_marked'
            WHEN OLD.is_spam AND NOT NEW.is_spam AND NEW.reopened_at IS NOT DISTINCT FROM OLD.reopened_at
                THEN 'spam_unmarked'
        END;
        PERFORM helpdesk.record_event(
            NEW.ticket_id, 'ticket_status_changed',
            jsonb_build_object('from', OLD.status, 'to', NEW.status)
                || jsonb_strip_nulls(jsonb_build_object('because', v_because))
        );
        IF NEW.status_category = 'closed' THEN
            PERFORM helpdesk.record_event(NEW.ticket_id, 'ticket_closed', jsonb_strip_nulls(jsonb_build_object(
                'merged_into_id', NEW.merged_into_id, 'is_spam', nullif(NEW.is_spam, false)
            )));
        ELSIF v_because IS NOT NULL THEN
            NULL; -- nobody resolved or reopened it
        ELSIF NEW.status_category = 'solved' THEN
            PERFORM helpdesk.record_event(NEW.ticket_id, 'ticket_resolved');
        ELSIF OLD.status_category IN ('solved', 'closed') THEN
            PERFORM helpdesk.record_event(NEW.ticket_id, 'ticket_reopened');
        END IF;
        IF NEW.status = 'escalated' THEN
            PERFORM helpdesk.record_event(NEW.ticket_id, 'ticket_escalated');
        END IF;
    END IF;
    IF NEW.deleted_at IS DISTINCT FROM OLD.deleted_at THEN
        PERFORM helpdesk.record_event(
            NEW.ticket_id, CASE WHEN NEW.deleted_at IS NULL THEN 'ticket_restored' ELSE 'ticket_deleted' END
        );
    END IF;
    IF NEW.snoozed_until IS NOT NULL AND NEW.snoozed_until IS DISTINCT FROM OLD.snoozed_until THEN
        PERFORM helpdesk.record_event(
            NEW.ticket_id, 'ticket_snoozed', jsonb_build_object('from', OLD.snoozed_until, 'to', NEW.snoozed_until)
        );
    ELSIF OLD.snoozed_until IS NOT NULL AND NEW.snoozed_until IS NULL THEN
        PERFORM helpdesk.record_event(NEW.ticket_id, 'ticket_woken', jsonb_build_object(
            'from', OLD.snoozed_until,
            'reason', CASE
                WHEN NEW.status_category IN ('solved', 'closed') THEN 'resolved'
                WHEN OLD.snoozed_until <= helpdesk.clock() THEN 'due'
                WHEN helpdesk.actor_role() IN ('agent', 'admin') THEN 'asked'
                ELSE 'reply'
            END,
            'snoozed_by', (
                SELECT e.actor_id
                FROM helpdesk.event AS e
                WHERE e.ticket_id = NEW.ticket_id AND e.kind = 'ticket_snoozed'
                ORDER BY e.event_id DESC
                LIMIT 1
            )
        ));
    END IF;
    IF NEW.is_spam <> OLD.is_spam THEN
        PERFORM helpdesk.record_event(NEW.ticket_id, CASE WHEN NEW.is_spam THEN 'spam_marked' ELSE 'spam_unmarked' END);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__record_events IS
'Writes one event for each fact that an insert or update of a ticket made; first that of the message that moved it, '
'which holds the SLA facts of both.';

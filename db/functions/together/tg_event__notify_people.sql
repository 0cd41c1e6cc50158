-- A trigger, so that every event reaches the bell whoever caused it; one statement for all recipients.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__notify_people() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_by bigint := NEW.actor_id;
    v_body text;
    v_ticket record;
    v_participants bigint[] := '{}';
    v_recipients bigint[] := '{}';
BEGIN
    -- Step by step, with plans that are kept: as one statement it would be planned anew at every event.
    SELECT t.reference, t.subject, t.assignee_id, t.requester_id INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = NEW.ticket_id;
    IF NEW.message_id IS NOT NULL THEN
        SELECT coalesce(v_by, m.author_id), m.body INTO v_by, v_body FROM helpdesk.message AS m WHERE m.message_id = NEW.message_id;
    END IF;
    IF NEW.payload ? 'person_ids' THEN
        -- One act rings once: who is named hears that, not also that a note was written.
        IF NEW.message_id IS NOT NULL THEN
            DELETE FROM helpdesk.notification AS n
            USING helpdesk.event AS e
            WHERE e.message_id = NEW.message_id AND n.event_id = e.event_id AND NEW.payload -> 'person_ids' @> to_jsonb(n.person_id);
        END IF;
        v_recipients := ARRAY(SELECT p.value::bigint FROM jsonb_array_elements_text(NEW.payload -> 'person_ids') AS p(value));
    ELSIF NEW.kind = 'ticket_assigned' THEN
        v_recipients := ARRAY[(NEW.payload ->> 'to')::bigint];
    ELSE
        v_recipients := v_ticket.assignee_id || ARRAY(
            SELECT f.person_id
            FROM helpdesk.ticket_follower AS f
            WHERE f.ticket_id = NEW.ticket_id AND helpdesk.person_sees_ticket(f.person_id, NEW.ticket_id)
        );
    END IF;
    -- Whose ticket is merged is told that, and spammers nothing.
    IF NEW.kind IN ('reply_created', 'automatic_reply', 'ticket_resolved', 'ticket_closed', 'ticket_reopened', 'ticket_merged')
        AND NOT NEW.payload ?| ARRAY['merged_into_id', 'is_spam'] THEN
        v_recipients := v_recipients || v_ticket.requester_id;
    END IF;
    IF NEW.kind IN ('reply_created', 'automatic_reply') THEN
        v_participants := ARRAY(SELECT c.person_id FROM helpdesk.ticket_participant AS c WHERE c.ticket_id = NEW.ticket_id);
        v_recipients := v_recipients || v_participants;
    END IF;

    INSERT INTO helpdesk.notification (person_id, event_id, ticket_id, kind, title, body, created_at)
    SELECT
        p.person_id,
        NEW.event_id,
        NEW.ticket_id,
        NEW.kind,
        format(CASE NEW.kind
            WHEN 'ticket_assigned' THEN '%2$s assigned %1$s to you'
            WHEN 'reply_created' THEN '%2$s replied to %1$s'
            WHEN 'automatic_reply' THEN 'pgdesk replied to %1$s'
            WHEN 'internal_note_added' THEN '%2$s wrote a note on %1$s'
            WHEN 'mentioned' THEN '%2$s mentioned you on %1$s'
            WHEN 'help_requested' THEN '%2$s asks for your help on %1$s'
            WHEN 'help_addressed' THEN '%2$s addressed your request for help on %1$s'
            WHEN 'rule_notified' THEN 'A rule points you to %1$s'
            WHEN 'side_conversation_started' THEN '%2$s draws you into a side conversation on %1$s'
            WHEN 'side_conversation_replied' THEN '%2$s wrote in a side conversation on %1$s'
            WHEN 'ticket_resolved' THEN '%1$s was resolved'
            WHEN 'ticket_closed' THEN '%1$s was closed'
            WHEN 'ticket_reopened' THEN '%1$s was reopened'
            WHEN 'ticket_merged' THEN format('%%1$s was merged into %s', NEW.payload ->> 'into_reference')
            WHEN 'ticket_woken' THEN '%1$s woke up'
            WHEN 'rated' THEN format('%%1$s was rated %s of 5', NEW.payload ->> 'rating')
            WHEN 'sla_warning' THEN '%1$s will miss a target soon'
            WHEN 'sla_breached' THEN '%1$s missed a target'
        END, v_ticket.reference, coalesce((SELECT a.name FROM helpdesk.person AS a WHERE a.person_id = v_by), 'pgdesk')),
        left(coalesce(v_body, v_ticket.subject), 500),
        NEW.at
    FROM helpdesk.person AS p
    WHERE p.person_id = ANY (v_recipients)
        AND p.is_active
        AND NOT p.is_guest
        AND p.person_id IS DISTINCT FROM v_by
        AND (
            p.role <> 'customer'
            OR p.person_id = v_ticket.requester_id AND NEW.kind NOT IN ('internal_note_added', 'ticket_woken', 'sla_warning', 'sla_breached')
            OR p.person_id = ANY (v_participants)
        );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__notify_people() IS
'Bell: who is named, else assignee and followers, and the requester for what is public; never who caused it.';

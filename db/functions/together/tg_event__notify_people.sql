-- A trigger, so that every event reaches the bell whoever caused it; one statement for all recipients.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__notify_people() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_by bigint := coalesce(
        NEW.actor_id, (SELECT m.author_id FROM helpdesk.message AS m WHERE m.message_id = NEW.message_id)
    );
    v_names_people boolean := NEW.payload ? 'person_ids' OR NEW.kind = 'ticket_assigned';
BEGIN
    -- One act rings once: who is named hears that, not also that a note was written.
    IF v_names_people AND NEW.message_id IS NOT NULL THEN
        DELETE FROM helpdesk.notification AS n
        USING helpdesk.event AS e
        WHERE e.message_id = NEW.message_id AND n.event_id = e.event_id AND NEW.payload -> 'person_ids' @> to_jsonb(n.person_id);
    END IF;

    WITH recipient AS (
        SELECT (p.value #>> '{}')::bigint AS person_id
        FROM jsonb_array_elements(NEW.payload -> 'person_ids') AS p
        UNION
        SELECT (NEW.payload ->> 'to')::bigint WHERE NEW.kind = 'ticket_assigned'
        UNION
        SELECT t.assignee_id
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = NEW.ticket_id AND NOT v_names_people
        UNION
        SELECT f.person_id
        FROM helpdesk.ticket_follower AS f
        WHERE f.ticket_id = NEW.ticket_id AND NOT v_names_people AND helpdesk.person_sees_ticket(f.person_id, NEW.ticket_id)
        UNION
        SELECT t.requester_id
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = NEW.ticket_id AND NEW.kind IN ('reply_created', 'ticket_resolved', 'ticket_closed', 'ticket_reopened', 'ticket_merged')
            -- Whose ticket is merged is told that, and spammers nothing.
            AND NOT NEW.payload ?| ARRAY['merged_into_id', 'is_spam']
        UNION
        SELECT c.person_id
        FROM helpdesk.ticket_participant AS c
        WHERE c.ticket_id = NEW.ticket_id AND NEW.kind = 'reply_created'
    )
    INSERT INTO helpdesk.notification (person_id, event_id, ticket_id, kind, title, body, created_at)
    SELECT
        p.person_id,
        NEW.event_id,
        NEW.ticket_id,
        NEW.kind,
        format(CASE NEW.kind
            WHEN 'ticket_assigned' THEN '%2$s assigned %1$s to you'
            WHEN 'reply_created' THEN '%2$s replied to %1$s'
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
            WHEN 'sla_warning' THEN '%1$s will miss a target soon'
            WHEN 'sla_breached' THEN '%1$s missed a target'
        END, t.reference, coalesce((SELECT a.name FROM helpdesk.person AS a WHERE a.person_id = v_by), 'pgdesk')),
        left(coalesce((SELECT m.body FROM helpdesk.message AS m WHERE m.message_id = NEW.message_id), t.subject), 500),
        NEW.at
    FROM recipient AS r
    JOIN helpdesk.person AS p USING (person_id)
    JOIN helpdesk.ticket AS t ON t.ticket_id = NEW.ticket_id
    WHERE p.is_active
        AND NOT p.is_guest
        AND p.person_id IS DISTINCT FROM v_by
        AND (
            p.role <> 'customer'
            OR p.person_id = t.requester_id AND NEW.kind NOT IN ('internal_note_added', 'ticket_woken', 'sla_warning', 'sla_breached')
            OR NEW.kind = 'reply_created'
                AND EXISTS (SELECT 1 FROM helpdesk.ticket_participant AS c WHERE c.ticket_id = NEW.ticket_id AND c.person_id = p.person_id)
        );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__notify_people() IS
'Bell: who is named, else assignee and followers, and the requester for what is public; never who caused it.';

-- A trigger, so that every event reaches the bell whoever caused it; of the statement, so that a sweep's thousand ring
-- at once. Joins are by key: one plan serves one event and thousands.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__notify_people() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    v_all_see boolean;
    v_rings boolean;
    v_names_people boolean;
    v_mails boolean := helpdesk.setting_bool('mail_enabled');
BEGIN
    SELECT bool_or(k.notice_title IS NOT NULL), bool_or(i.message_id IS NOT NULL AND i.payload ? 'person_ids')
    INTO v_rings, v_names_people
    FROM inserted AS i
    JOIN helpdesk.event_kind AS k USING (kind);
    IF v_rings IS NOT TRUE THEN
        RETURN NULL;
    END IF;
    -- One act rings once: whoever is named hears of that, and not also that a note was written.
    IF v_names_people THEN
        DELETE FROM helpdesk.notification AS n
        USING inserted AS i
        JOIN helpdesk.event AS e USING (message_id)
        WHERE n.event_id = e.event_id AND i.payload -> 'person_ids' @> to_jsonb(n.person_id);
        DELETE FROM helpdesk.outgoing_mail AS m
        USING inserted AS i
        JOIN helpdesk.event AS e USING (message_id)
        WHERE m.event_id = e.event_id AND m.state = 'queued' AND i.payload -> 'person_ids' @> to_jsonb(m.person_id);
    END IF;

    v_all_see := helpdesk.all_staff_see_all_tickets();
    INSERT INTO helpdesk.notification (
        person_id, event_id, ticket_id, kind, title, body, created_at, is_in_app, mail_state
    )
    SELECT
        p.person_id,
        i.event_id,
        i.ticket_id,
        i.kind,
        format(
            k.notice_title,
            t.reference,
            coalesce(
                (
                    SELECT a.name
                    FROM helpdesk.person AS a
                    WHERE a.person_id = coalesce((i.payload -> 'requested_by')::bigint, i.actor_id, m.author_id)
                ),
                'pgdesk'
            ),
            coalesce(i.payload ->> 'into_reference', i.payload ->> 'rating', i.payload ->> 'outcome')
        ),
        left(coalesce(m.body, i.payload ->> 'question', t.subject), 500),
        i.at,
        d.is_in_app AND NOT p.is_guest,
        d.mail_state
    FROM inserted AS i
    JOIN helpdesk.event_kind AS k USING (kind)
    JOIN helpdesk.ticket AS t USING (ticket_id)
    LEFT JOIN helpdesk.message AS m ON m.message_id = i.message_id
    CROSS JOIN LATERAL (
        SELECT w.person_id, bool_or(w.is_participant) AS is_participant
        FROM (
            SELECT n.value::bigint AS person_id, false AS is_participant
            FROM jsonb_array_elements_text(i.payload -> 'person_ids') AS n
            UNION ALL
            SELECT (i.payload ->> 'to')::bigint, false
            WHERE i.kind = 'ticket_assigned'
            UNION ALL
            SELECT t.assignee_id, false
            WHERE NOT i.payload ? 'person_ids' AND i.kind <> 'ticket_assigned'
            UNION ALL
            SELECT f.person_id, false
            FROM helpdesk.ticket_follower AS f
            WHERE NOT i.payload ? 'person_ids'
                AND i.kind <> 'ticket_assigned'
                AND f.ticket_id = i.ticket_id
                AND (v_all_see OR helpdesk.person_sees_ticket(f.person_id, t))
            UNION ALL
            SELECT a.person_id, false
            FROM helpdesk.agent AS a
            WHERE i.kind = 'ticket_woken'
                AND t.assignee_id IS NULL
                AND a.person_id = (i.payload ->> 'snoozed_by')::bigint
                AND (v_all_see OR helpdesk.person_sees_ticket(a.person_id, t))
            UNION ALL
            -- The requester of a merged ticket hears of the merge, not of the closing; a spammer hears of nothing.
            SELECT t.requester_id, false
            WHERE k.is_for_requester AND NOT i.payload ?| ARRAY['merged_into_id', 'is_spam']
            UNION ALL
            SELECT c.person_id, true
            FROM helpdesk.ticket_participant AS c
            WHERE i.kind IN ('reply_created', 'automatic_reply') AND c.ticket_id = i.ticket_id
        ) AS w
        GROUP BY w.person_id
    ) AS w
    -- OFFSET 0 makes the planner look each up by key: it cannot estimate how many are named.
    CROSS JOIN LATERAL (SELECT * FROM helpdesk.person AS p WHERE p.person_id = w.person_id OFFSET 0) AS p
    CROSS JOIN LATERAL helpdesk.notice_delivery(p.person_id, i.kind) AS d
    WHERE k.notice_title IS NOT NULL
        AND p.is_active
        -- Guests have no bell: they hear by mail, or not at all.
        AND (NOT p.is_guest OR v_mails AND d.mail_state <> 'none')
        AND p.person_id IS DISTINCT FROM coalesce(i.actor_id, m.author_id)
        AND (
            p.role <> 'customer'
            OR w.is_participant
            -- Who is asked for an approval is told, whether they see the ticket or not.
            OR i.payload ? 'approval_id'
            OR p.person_id = t.requester_id AND (k.is_for_requester OR i.payload ? 'person_ids')
        );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__notify_people IS
'Rings the bell for those whom an event names, else for assignee and followers, and for the requester if the '
'event is public; never for whoever caused it. Kinds and titles: event_kind.';

-- A trigger, so that no event is written without what applied at that moment; what it reads may be edited later.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__add_sla_facts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket;
    v_settings jsonb := helpdesk.sla_settings();
    v_last jsonb;
    v_policy bigint;
    v_calendar bigint;
    v_change bigint;
    v_changed_at timestamptz;
    v_is_first_answered boolean;
    v_is_next_answered boolean;
    v_is_withdrawn boolean;
BEGIN
    PERFORM helpdesk.lock_sla_changes(false);
    SELECT e.sla INTO v_last
    FROM helpdesk.event AS e
    WHERE e.ticket_id = NEW.ticket_id AND e.sla IS NOT NULL
    ORDER BY e.event_id DESC
    LIMIT 1;
    IF v_last IS NULL AND NOT (v_settings -> 'sla.enabled')::boolean THEN
        RETURN NEW;
    END IF;
    SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = NEW.ticket_id;

    -- Versions and the last edit known come from one snapshot: edits are published meanwhile.
    IF v_last IS NULL OR NEW.kind = 'sla_rematched' OR (
        NEW.kind IN ('ticket_updated', 'ticket_priority_changed', 'department_changed', 'tag_added', 'tag_removed')
        -- Wording and a due date choose nothing.
        AND (
            NEW.kind <> 'ticket_updated'
            OR (NEW.payload -> 'changes') - '{subject,description,language,due_at}'::text[] <> '{}'
        )
        -- What a ticket is opened with is written right after its row.
        AND (v_settings ->> 'sla.on_change' = 'match_again' OR NEW.at = v_ticket.created_at)
    ) THEN
        SELECT m.policy_version_id, m.calendar_version_id, k.change_id, k.changed_at
        INTO v_policy, v_calendar, v_change, v_changed_at
        FROM helpdesk.match_sla(v_ticket, v_settings) AS m
        CROSS JOIN helpdesk.last_sla_change() AS k;
    ELSE
        SELECT helpdesk.sla_policy_version_of(p.sla_policy_id), helpdesk.calendar_version_of(c.calendar_id),
            k.change_id, k.changed_at
        INTO v_policy, v_calendar, v_change, v_changed_at
        FROM helpdesk.last_sla_change() AS k
        LEFT JOIN helpdesk.sla_policy_version AS p ON p.sla_policy_version_id = (v_last ->> 'policy')::bigint
        LEFT JOIN helpdesk.calendar_version AS c ON c.calendar_version_id = (v_last ->> 'calendar')::bigint;
    END IF;

    v_is_withdrawn := v_ticket.merged_into_id IS NOT NULL OR v_ticket.is_spam;
    v_is_first_answered := CASE
        WHEN v_last IS NULL THEN v_ticket.first_response_at IS NOT NULL
        ELSE v_last -> 'first_response' ->> 0 = 'stop'
    END;
    -- A question that an undone merge took away again is none; one of a ticket that was taken away waits for it.
    v_is_next_answered := coalesce(
        v_last -> 'next_response' ->> 0 = 'stop'
            OR v_last -> 'next_response' ->> 0 = 'withdraw' AND NOT v_last ? 'withdrawn',
        true
    );
    IF NEW.kind = 'reply_created' THEN
        -- Until the first response, that metric speaks for all that the customer wrote.
        v_is_next_answered := (NEW.payload -> 'author_is_staff')::boolean OR NOT v_is_first_answered;
        v_is_first_answered := v_is_first_answered OR (NEW.payload -> 'author_is_staff')::boolean;
    ELSIF NEW.payload ? 'conversation' AND v_last IS NOT NULL THEN
        v_is_first_answered := v_ticket.first_response_at IS NOT NULL;
        v_is_next_answered := NOT v_is_first_answered OR NEW.payload #>> '{conversation,asked_at}' IS NULL;
    END IF;

    NEW.sla := helpdesk.build_sla_facts(
        v_ticket,
        v_settings,
        v_policy,
        v_calendar,
        v_is_first_answered,
        v_is_next_answered,
        CASE
            WHEN v_is_withdrawn THEN coalesce(v_last -> 'resolution' ->> 0 = 'stop', true)
            ELSE v_ticket.status_category IN ('solved', 'closed')
        END,
        v_change
    );
    IF v_is_withdrawn AND (NEW.payload ? 'conversation' OR v_last ? 'asked_at') THEN
        NEW.sla := NEW.sla || jsonb_strip_nulls(jsonb_build_object('asked_at', CASE
            WHEN NEW.payload #> '{conversation,asked_at}' <> NEW.payload #> '{conversation,asked_before}'
                THEN NEW.payload #> '{conversation,asked_at}'
            ELSE v_last -> 'asked_at'
        END));
    END IF;
    IF v_last -> 'resolution' ->> 0 = 'stop'
        AND NEW.sla -> 'resolution' ->> 0 <> 'stop'
        AND v_settings ->> 'sla.on_reopen' = 'continue'
        AND EXISTS (
            SELECT 1 FROM helpdesk.sla_clock AS c WHERE c.ticket_id = NEW.ticket_id AND c.metric = 'resolution'
        ) THEN
        NEW.sla := NEW.sla || '{"continue": ["resolution"]}';
    END IF;
    IF NEW.kind = 'ticket_priority_changed'
        AND v_settings ->> 'sla.on_priority_change' = 'new_start'
        AND v_last ->> 'priority' <> v_ticket.priority THEN
        NEW.sla := NEW.sla || '{"restart": ["first_response", "next_response", "resolution"]}';
    END IF;
    IF NEW.payload ? 'asked_at' AND v_last IS NULL THEN
        NEW.sla := NEW.sla || jsonb_build_object('at', jsonb_build_object(
            'first_response', NEW.payload -> 'asked_at', 'resolution', NEW.payload -> 'asked_at'
        ));
    ELSIF NEW.payload ? 'conversation' AND v_last IS NOT NULL OR v_last ? 'withdrawn' AND NOT v_is_withdrawn THEN
        SELECT
            NEW.sla
                || coalesce(
                    jsonb_object_agg(f.metric, '["withdraw"]'::jsonb || ((NEW.sla -> f.metric) - 0))
                        FILTER (WHERE f.is_taken),
                    '{}'
                )
                || jsonb_strip_nulls(jsonb_build_object(
                    'at', jsonb_object_agg(
                        f.metric, CASE WHEN f.is_continued THEN coalesce(c.since_at, f.at) ELSE f.at END
                    ) FILTER (WHERE f.at IS NOT NULL),
                    'continue', coalesce(NEW.sla -> 'continue', jsonb_agg(f.metric) FILTER (WHERE f.is_continued)),
                    'restart', jsonb_agg(f.metric) FILTER (WHERE f.is_restarted)
                ))
        INTO NEW.sla
        FROM helpdesk.compare_conversation(v_last, NEW.sla, NEW.payload -> 'conversation', NEW.at) AS f
        LEFT JOIN LATERAL (
            SELECT m.since_at, k.mode
            FROM helpdesk.sla_clock AS k
            CROSS JOIN LATERAL helpdesk.move_sla_clock(k, v_change) AS m
            WHERE k.ticket_id = NEW.ticket_id AND k.metric = f.metric
            ORDER BY k.cycle DESC
            LIMIT 1
        ) AS c ON true
        WHERE NOT f.is_continued OR NEW.payload ? 'conversation' OR c.mode = 'withdraw';
    END IF;
    IF NEW.sla - 'change' = v_last - '{change,continue,restart,at}'::text[] THEN
        NEW.sla := NULL;
        RETURN NEW;
    END IF;
    -- A clock that an edit of its calendar has moved already, or moves with this event, is not moved back.
    NEW.at := greatest(
        NEW.at,
        v_changed_at,
        (SELECT max(c.since_at) FROM helpdesk.sla_clock AS c WHERE c.ticket_id = NEW.ticket_id AND c.stopped_at IS NULL)
    );
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__add_sla_facts IS
'Stores in event.sla what applies from this event on (see build_sla_facts); leaves it NULL where nothing changed since '
'the ticket''s last facts.';

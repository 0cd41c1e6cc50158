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
    v_is_first_answered boolean;
    v_is_next_answered boolean;
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

    IF v_last IS NULL OR NEW.kind = 'sla_rematched' OR (
        NEW.kind IN ('ticket_updated', 'ticket_priority_changed', 'department_changed', 'tag_added', 'tag_removed')
        -- What a ticket is opened with is written right after its row.
        AND (v_settings ->> 'sla.on_change' = 'match_again' OR NEW.at = v_ticket.created_at)
    ) THEN
        SELECT m.policy_version_id, m.calendar_version_id INTO v_policy, v_calendar
        FROM helpdesk.match_sla(v_ticket, v_settings) AS m;
    ELSE
        SELECT helpdesk.sla_policy_version_of(p.sla_policy_id) INTO v_policy
        FROM helpdesk.sla_policy_version AS p
        WHERE p.sla_policy_version_id = (v_last ->> 'policy')::bigint;
        SELECT helpdesk.calendar_version_of(c.calendar_id) INTO v_calendar
        FROM helpdesk.calendar_version AS c
        WHERE c.calendar_version_id = (v_last ->> 'calendar')::bigint;
    END IF;

    v_is_first_answered := CASE
        WHEN v_last IS NULL THEN v_ticket.first_response_at IS NOT NULL
        ELSE v_last -> 'first_response' ->> 0 = 'stop'
    END;
    v_is_next_answered := coalesce(v_last -> 'next_response' ->> 0 = 'stop', true);
    IF NEW.kind = 'reply_created' THEN
        -- Until the first response, that metric speaks for all that the customer wrote.
        v_is_next_answered := (NEW.payload -> 'author_is_staff')::boolean OR NOT v_is_first_answered;
        v_is_first_answered := v_is_first_answered OR (NEW.payload -> 'author_is_staff')::boolean;
    END IF;

    NEW.sla := helpdesk.build_sla_facts(
        v_ticket,
        v_settings,
        v_policy,
        v_calendar,
        v_is_first_answered,
        v_is_next_answered,
        v_last -> 'resolution' ->> 0 = 'stop'
            AND v_ticket.status_category NOT IN ('solved', 'closed')
            AND v_settings ->> 'sla.on_reopen' = 'continue'
            AND EXISTS (
                SELECT 1 FROM helpdesk.sla_clock AS c WHERE c.ticket_id = NEW.ticket_id AND c.metric = 'resolution'
            ),
        NEW.kind = 'ticket_priority_changed'
            AND v_settings ->> 'sla.on_priority_change' = 'new_start'
            AND v_last ->> 'priority' <> v_ticket.priority
    );
    IF NEW.sla - 'change' = v_last - '{change,continue,restart}'::text[] THEN
        NEW.sla := NULL;
        RETURN NEW;
    END IF;
    -- A clock that an edit of its calendar has moved already is not moved back.
    NEW.at := greatest(
        NEW.at,
        (SELECT max(c.since_at) FROM helpdesk.sla_clock AS c WHERE c.ticket_id = NEW.ticket_id AND c.stopped_at IS NULL)
    );
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__add_sla_facts IS
'Stores in event.sla what applies from this event on (see build_sla_facts); leaves it NULL where nothing changed since '
'the ticket''s last facts.';

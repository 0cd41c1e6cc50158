-- Snoozing puts a ticket aside; it stays open. Setting snooze_status may name a status for the time; waking gives the old one back,
-- unless somebody has changed the status meanwhile. Resolving or closing ends a snooze (tg_ticket__follow_status).
CREATE OR REPLACE FUNCTION helpdesk.snooze_instant(p_preset text, p_time_zone text, p_from timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT CASE p_preset
        WHEN '1h' THEN p_from + interval '1 hour'
        WHEN '4h' THEN p_from + interval '4 hours'
        WHEN 'tomorrow' THEN (d.day + 1 + d.wakes) AT TIME ZONE p_time_zone
        WHEN 'next_monday' THEN (d.day + 8 - extract(isodow FROM d.day)::int + d.wakes) AT TIME ZONE p_time_zone
    END
    FROM (
        SELECT (p_from AT TIME ZONE p_time_zone)::date AS day, make_interval(hours => helpdesk.setting_int('snooze_hour')) AS wakes
    ) AS d;
END;

COMMENT ON FUNCTION helpdesk.snooze_instant(text, text, timestamptz) IS
'When a preset (1h, 4h, tomorrow, next_monday) wakes: the latter two at setting snooze_hour in the zone, also across a change of its offset. NULL for other presets.';

CREATE OR REPLACE FUNCTION helpdesk.snooze_ticket(p_ticket_id bigint, p_until timestamptz, p_preset text, p_version int DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket := helpdesk.lock_ticket(p_ticket_id, 'tickets.snooze', p_version);
    v_status text := nullif(helpdesk.setting_text('snooze_status'), '');
    v_until timestamptz := p_until;
BEGIN
    IF (p_until IS NULL) = (p_preset IS NULL) THEN
        PERFORM helpdesk.refuse('PD006', 'either until or preset must be given');
    END IF;
    IF p_preset IS NOT NULL THEN
        v_until := helpdesk.snooze_instant(
            p_preset,
            coalesce((SELECT p.time_zone FROM helpdesk.person AS p WHERE p.person_id = helpdesk.me()), 'UTC'),
            helpdesk.clock()
        );
        IF v_until IS NULL THEN
            PERFORM helpdesk.refuse('PD006', format('preset %s is unknown', p_preset), NULL, 'Give 1h, 4h, tomorrow or next_monday.');
        END IF;
    END IF;
    IF NOT isfinite(v_until) OR v_until <= helpdesk.clock() OR v_until > helpdesk.clock() + interval '5 years' THEN
        PERFORM helpdesk.refuse('PD506', 'the instant to wake is not within the next five years', format('Given: %s.', v_until));
    END IF;
    IF v_ticket.status_category IN ('solved', 'closed') THEN
        PERFORM helpdesk.refuse('PD506', format('ticket %s is %s', v_ticket.reference, v_ticket.status));
    END IF;
    IF v_status IS NULL OR v_ticket.status = v_status OR NOT helpdesk.can_transition(v_ticket, v_status) THEN
        UPDATE helpdesk.ticket AS t SET snoozed_until = v_until WHERE t.ticket_id = p_ticket_id;
    ELSE
        UPDATE helpdesk.ticket AS t
        SET snoozed_until = v_until, status = v_status, status_before = coalesce(t.status_before, t.status)
        WHERE t.ticket_id = p_ticket_id;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.snooze_ticket(bigint, timestamptz, text, int) IS
'Puts a ticket aside until an instant or a preset; again: until another one. Raises PD001, PD002, PD005, PD006, PD506.';

CREATE OR REPLACE FUNCTION helpdesk.wake_tickets(p_ticket_ids bigint[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH woken AS (
        UPDATE helpdesk.ticket AS t
        SET snoozed_until = NULL,
            status_before = NULL,
            status = coalesce((SELECT s.status FROM helpdesk.status AS s WHERE s.status = t.status_before AND s.is_active), t.status)
        WHERE t.ticket_id = ANY (p_ticket_ids) AND t.snoozed_until IS NOT NULL
        RETURNING 1
    )
    SELECT count(*) FROM woken;
END;

COMMENT ON FUNCTION helpdesk.wake_tickets(bigint[]) IS 'Wakes locked tickets and gives back the status from before; those that do not sleep stay as they are.';

CREATE OR REPLACE FUNCTION helpdesk.wake_snoozed(p_as_of timestamptz DEFAULT NULL, p_limit int DEFAULT 1000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT helpdesk.job_has_more(helpdesk.wake_tickets(ARRAY(
        SELECT t.ticket_id
        FROM helpdesk.ticket AS t
        WHERE t.snoozed_until <= coalesce(p_as_of, helpdesk.clock()) AND t.deleted_at IS NULL
        ORDER BY t.snoozed_until
        LIMIT p_limit
        FOR NO KEY UPDATE SKIP LOCKED
    )), p_limit);
END;

COMMENT ON FUNCTION helpdesk.wake_snoozed(timestamptz, int) IS
'Wakes the tickets that are due, up to p_limit, and reads no others; returns how many. SKIP LOCKED leaves a ticket to who is writing it, so two at once are safe.';
GRANT EXECUTE ON FUNCTION helpdesk.wake_snoozed(timestamptz, int) TO worker;

-- A trigger, so that a customer's reply wakes the ticket whoever brings it: REST, mail, psql. Before message_50_move_ticket, which reads the status.
CREATE OR REPLACE FUNCTION helpdesk.tg_message__wake_ticket() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.wake_tickets(ARRAY[t.ticket_id])
    FROM helpdesk.ticket AS t
    WHERE t.ticket_id = NEW.ticket_id
        AND t.snoozed_until IS NOT NULL
        AND NEW.author_id IS NOT NULL
        AND (
            t.requester_id = NEW.author_id
            OR NOT EXISTS (SELECT 1 FROM helpdesk.person AS p WHERE p.person_id = NEW.author_id AND p.role <> 'customer')
        );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_message__wake_ticket() IS 'A reply by anybody but staff and rules wakes a snoozed ticket.';

-- A trigger, since the columns depend on each other and every change of status must keep them right.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__follow_status() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NEW.status_category IN ('solved', 'closed') THEN
        NEW.snoozed_until := NULL;
        IF NOT NEW.is_spam THEN
            NEW.status_before := NULL;
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.is_spam AND NEW.is_spam AND helpdesk.actor_role() = 'customer' THEN
        PERFORM helpdesk.refuse('PD504', format('ticket %s cannot be reopened', OLD.reference));
    END IF;
    NEW.is_spam := false;
    -- Somebody chose a status while the ticket slept: there is nothing to give back any more.
    IF NEW.snoozed_until IS NOT DISTINCT FROM OLD.snoozed_until THEN
        NEW.status_before := NULL;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__follow_status() IS
'Resolving or closing ends a snooze; reopening by staff ends spam; a status set meanwhile stays when the ticket wakes. Raises PD504.';

-- A trigger, so that no writer can snooze, wake or mark spam without history.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__record_operations() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
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
            END
        ));
    END IF;
    IF NEW.is_spam <> OLD.is_spam THEN
        PERFORM helpdesk.record_event(NEW.ticket_id, CASE WHEN NEW.is_spam THEN 'spam_marked' ELSE 'spam_unmarked' END);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__record_operations() IS 'Writes the events of snoozing, waking and spam.';

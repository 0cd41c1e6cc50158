CREATE OR REPLACE FUNCTION helpdesk.begin_telling(p_subscriber text, p_kinds text[], p_limit int) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_subscriber helpdesk.event_subscriber;
    v_events jsonb;
    v_is_any boolean;
    v_is_old boolean;
BEGIN
    -- Only where there is none: it would wait for a worker that tells it now.
    IF NOT EXISTS (SELECT FROM helpdesk.event_subscriber AS s WHERE s.event_subscriber = p_subscriber) THEN
        INSERT INTO helpdesk.event_subscriber (event_subscriber) VALUES (p_subscriber) ON CONFLICT DO NOTHING;
    END IF;
    SELECT * INTO v_subscriber
    FROM helpdesk.event_subscriber AS s
    WHERE s.event_subscriber = p_subscriber
    FOR UPDATE SKIP LOCKED;
    IF v_subscriber.event_subscriber IS NULL THEN
        RETURN NULL;
    END IF;
    v_is_old := v_subscriber.next_position IS NOT NULL;
    v_subscriber.next_position := coalesce(v_subscriber.next_position, pg_current_snapshot());
    SELECT
        jsonb_agg(to_jsonb(e) - ARRAY['sla', 'xid', 'is_wanted', 'number'] ORDER BY e.event_id)
            FILTER (WHERE e.is_wanted AND e.number <= p_limit),
        count(*) > 0
    INTO v_events, v_is_any
    FROM (
        SELECT b.*, w.is_wanted, count(*) FILTER (WHERE w.is_wanted) OVER (ORDER BY b.event_id) AS number
        FROM helpdesk.events_between(
            v_subscriber.position, v_subscriber.next_position, v_subscriber.moved_at - interval '1 day', NULL
        ) AS b
        CROSS JOIN LATERAL (
            SELECT b.event_id > v_subscriber.told_event_id AND b.kind = ANY (p_kinds) AS is_wanted
        ) AS w
    ) AS e;
    IF v_events IS NOT NULL THEN
        UPDATE helpdesk.event_subscriber AS s
        SET next_position = v_subscriber.next_position
        WHERE s.event_subscriber = p_subscriber;
    ELSIF v_is_old OR v_is_any OR v_subscriber.moved_at < helpdesk.clock() - interval '1 hour' THEN
        UPDATE helpdesk.event_subscriber AS s
        SET position = v_subscriber.next_position, moved_at = helpdesk.clock(), next_position = NULL, told_event_id = 0
        WHERE s.event_subscriber = p_subscriber;
        IF v_is_old THEN
            RETURN helpdesk.begin_telling(p_subscriber, p_kinds, p_limit);
        END IF;
    END IF;
    RETURN coalesce(v_events, '[]');
END
$$;

COMMENT ON FUNCTION helpdesk.begin_telling IS
'The next events of these kinds for a subscriber, which is locked until the transaction ends, in the order of their '
'ids; [] where there are none, NULL where another worker tells it. The first time it begins with what comes then.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_telling TO worker;

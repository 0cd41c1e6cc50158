CREATE OR REPLACE FUNCTION helpdesk.read_live(
    p_after pg_snapshot,
    p_until pg_snapshot,
    p_watchers jsonb,
    p_joined jsonb,
    p_limit int
) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_staff_see_all boolean := helpdesk.all_staff_see_all_tickets();
    v_watchers helpdesk.watcher[];
    v_ended jsonb;
    v_events helpdesk.event[] := ARRAY(
        SELECT e
        FROM helpdesk.events_between(p_after, p_until, helpdesk.clock() - interval '1 day', p_limit + 1) AS e
    );
    v_late_ids bigint[] := ARRAY(
        SELECT n.notification_id
        FROM helpdesk.notifications_between(p_after, p_until, helpdesk.clock() - interval '1 day') AS n
    );
    v_is_too_much boolean := cardinality(v_events) > p_limit;
    v_told jsonb;
    v_rung jsonb;
    v_lost jsonb;
BEGIN
    SELECT
        array_agg(w) FILTER (WHERE o.obstacle IS NULL),
        jsonb_agg(jsonb_build_object('watcher', w.watcher, 'refusal', o.obstacle)) FILTER (WHERE o.obstacle IS NOT NULL)
    INTO v_watchers, v_ended
    FROM jsonb_populate_recordset(NULL::helpdesk.watcher, p_watchers) AS w
    CROSS JOIN LATERAL (SELECT helpdesk.watch_obstacle(w) AS obstacle OFFSET 0) AS o;
    IF v_is_too_much THEN
        v_events := '{}';
    END IF;

    IF v_events <> '{}' THEN
        WITH seen AS (
            SELECT t.ticket_id, w.watcher, w.role
            FROM helpdesk.ticket AS t
            CROSS JOIN unnest(v_watchers) AS w
            WHERE t.ticket_id = ANY (ARRAY(SELECT e.ticket_id FROM unnest(v_events) AS e))
                AND helpdesk.watcher_sees(w, t, v_staff_see_all)
        ),
        told AS (
            SELECT e.event_id, array_agg(s.watcher) AS watchers
            FROM unnest(v_events) AS e
            JOIN helpdesk.event_kind AS k USING (kind)
            JOIN seen AS s ON s.ticket_id = e.ticket_id AND (k.is_public OR s.role <> 'customer')
            GROUP BY e.event_id
        )
        SELECT jsonb_agg(
            jsonb_build_object('watchers', t.watchers, 'event', jsonb_build_object(
                'event_id', e.event_id,
                'ticket_id', e.ticket_id,
                'kind', e.kind,
                'at', e.at,
                'actor_id', e.actor_id,
                'actor_role', e.actor_role,
                'impersonator_id', e.impersonator_id,
                'message_id', e.message_id,
                'payload', e.payload
            ))
            ORDER BY e.event_id
        ) INTO v_told
        FROM unnest(v_events) AS e
        JOIN told AS t USING (event_id);
    END IF;

    IF v_events <> '{}' OR v_late_ids <> '{}' THEN
        WITH hearer AS (
            SELECT w.person_id, array_agg(w.watcher) AS watchers
            FROM unnest(v_watchers) AS w
            WHERE w.token_hash IS NULL AND w.guest_link_id IS NULL
            GROUP BY w.person_id
        )
        SELECT jsonb_agg(
            jsonb_build_object('watchers', h.watchers, 'notification', jsonb_build_object(
                'notification_id', n.notification_id,
                'ticket_id', n.ticket_id,
                'event_id', n.event_id,
                'kind', n.kind,
                'title', n.title,
                'body', n.body,
                'created_at', n.created_at
            ))
            ORDER BY n.notification_id
        ) INTO v_rung
        FROM (
            SELECT b.*
            FROM helpdesk.notification AS b
            WHERE b.event_id = ANY (ARRAY(SELECT e.event_id FROM unnest(v_events) AS e))
            UNION
            SELECT o.* FROM helpdesk.notification AS o WHERE o.notification_id = ANY (v_late_ids)
        ) AS n
        JOIN hearer AS h USING (person_id)
        WHERE n.is_in_app;
    END IF;

    SELECT jsonb_agg(jsonb_build_object('watcher', j.watcher, 'ticket_id', j.ticket_id)) INTO v_lost
    FROM jsonb_to_recordset(p_joined) AS j (watcher int, ticket_id bigint)
    JOIN unnest(v_watchers) AS w USING (watcher)
    LEFT JOIN helpdesk.ticket AS t USING (ticket_id)
    WHERE t.ticket_id IS NULL OR NOT helpdesk.watcher_sees(w, t, v_staff_see_all);

    RETURN jsonb_build_object(
        'is_too_much', v_is_too_much,
        'ended', coalesce(v_ended, '[]'),
        'lost', coalesce(v_lost, '[]'),
        'events', coalesce(v_told, '[]'),
        'notifications', coalesce(v_rung, '[]')
    );
END
$$;

COMMENT ON FUNCTION helpdesk.read_live IS
'What people who watch are told of what happened between two snapshots, in one query for all of them: {"events": '
'[{"watchers", "event"}], "notifications": [{"watchers", "notification"}], "ended": [{"watcher", "refusal"}] who may '
'not watch any more, "lost": [{"watcher", "ticket_id"}] of p_joined [{"watcher", "ticket_id"}], "is_too_much": there '
'were more than p_limit events, of which none is told}. Visible is what is so now.';
GRANT EXECUTE ON FUNCTION helpdesk.read_live TO worker;

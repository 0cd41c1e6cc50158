CREATE OR REPLACE FUNCTION helpdesk.list_sla_facts(p_from_ticket_id bigint, p_until_ticket_id bigint)
RETURNS TABLE (event_id bigint, sla jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
-- Windows and CTEs hide how many rows there are: nested loops over them are quadratic, one plan serves a ticket and a
-- range.
SET enable_nestloop = off SET plan_cache_mode = force_generic_plan SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    v_change_id bigint := (SELECT coalesce(max(c.sla_change_id), 0) FROM helpdesk.sla_change AS c);
    v_fields text[] := ARRAY(
        SELECT DISTINCT f.field #>> '{}'
        FROM helpdesk.sla_policy AS p
        CROSS JOIN LATERAL jsonb_path_query(p.conditions, '$.**.field') AS f(field)
        WHERE p.is_active
    );
    v_has_channel boolean := 'channel' = ANY (v_fields);
    v_has_requester boolean := v_fields::text LIKE '%requester%';
    v_has_tags boolean := 'tags' = ANY (v_fields);
    -- The instant at which each was made: an earlier field of that name may have been of another type.
    v_custom jsonb := (
        SELECT jsonb_object_agg('custom.' || f.key, f.created_at)
        FROM helpdesk.custom_field AS f
        WHERE f.object = 'ticket' AND 'custom.' || f.key = ANY (v_fields)
    );
    v_custom_fields text[] := ARRAY(SELECT k.key FROM jsonb_object_keys(v_custom) AS k(key));
    v_settings jsonb := helpdesk.sla_settings();
    v_is_kept boolean := v_settings ->> 'sla.on_change' = 'keep';
    v_is_new_start boolean := v_settings ->> 'sla.on_priority_change' = 'new_start';
    v_has_snoozes boolean := v_settings ->> 'sla.snoozed' = 'paused';
    v_is_recounted boolean := v_settings ->> 'sla.on_calendar_change' = 'last';
    v_is_continued boolean := v_settings ->> 'sla.on_reopen' = 'continue';
    v_warn jsonb := CASE
        WHEN (v_settings -> 'sla.warn_within_minutes')::int > 0
        THEN jsonb_build_object('warn_minutes', v_settings -> 'sla.warn_within_minutes')
        ELSE jsonb_build_object('warn_percent', v_settings -> 'sla.warn_percent')
    END;
BEGIN
    RETURN QUERY
    WITH step AS (
        SELECT
            e.ticket_id,
            e.event_id,
            e.at,
            -- Whether policy and calendar are chosen anew, see tg_event__add_sla_facts.
            NOT v_is_kept OR e.kind = 'sla_rematched' OR e.at = min(e.at) OVER (PARTITION BY e.ticket_id) AS is_chosen,
            -- What the event sets, NULL where it sets nothing; JSON null where it empties the field.
            CASE e.kind
                WHEN 'ticket_created'
                    THEN (e.payload - 'assignee_id') || jsonb_build_object('settled', e.payload -> 'status')
                -- A merge and spam close, but settle nothing.
                WHEN 'ticket_status_changed' THEN jsonb_build_object('status', e.payload -> 'to') || CASE
                    WHEN e.payload ->> 'because' IN ('merged', 'spam_marked') THEN '{"withdrawn": true}'
                    ELSE jsonb_build_object('settled', e.payload -> 'to', 'withdrawn', false)
                END
                WHEN 'reply_created' THEN CASE WHEN e.payload ? 'status' THEN jsonb_build_object(
                    'status', e.payload -> 'status', 'settled', e.payload -> 'status', 'withdrawn', false
                ) END
                WHEN 'ticket_merged' THEN '{"withdrawn": true}'
                WHEN 'spam_marked' THEN '{"withdrawn": true}'
                WHEN 'spam_unmarked' THEN '{"withdrawn": false}'
                WHEN 'ticket_unmerged' THEN
                    CASE WHEN NOT e.payload ? 'conversation' THEN '{"withdrawn": false}'::jsonb END
                WHEN 'ticket_priority_changed' THEN jsonb_build_object('priority', e.payload -> 'to')
                WHEN 'department_changed' THEN jsonb_build_object('department_id', e.payload -> 'to')
                WHEN 'ticket_updated' THEN (
                    SELECT jsonb_object_agg(c.key, c.value -> 'to') FROM jsonb_each(e.payload -> 'changes') AS c
                )
                WHEN 'ticket_snoozed' THEN '{"snoozed": true}'
                WHEN 'ticket_woken' THEN '{"snoozed": false}'
                WHEN 'ticket_deleted' THEN '{"deleted": true}'
                WHEN 'ticket_restored' THEN '{"deleted": false}'
            END AS sets,
            CASE WHEN e.kind = 'reply_created' THEN (e.payload -> 'author_is_staff')::boolean END AS is_answer,
            e.payload -> 'conversation' AS turn,
            e.kind IN ('tag_added', 'tag_removed') AS is_tag
        FROM helpdesk.event AS e
        WHERE e.ticket_id BETWEEN p_from_ticket_id AND p_until_ticket_id
            AND e.kind IN (
                'ticket_created', 'ticket_updated', 'ticket_status_changed', 'ticket_priority_changed',
                'ticket_deleted', 'ticket_restored', 'reply_created', 'department_changed', 'tag_added', 'tag_removed',
                'ticket_snoozed', 'ticket_woken', 'sla_rematched', 'merge_received', 'ticket_merged', 'ticket_unmerged',
                'spam_marked', 'spam_unmarked'
            )
            AND (v_has_snoozes OR e.kind NOT IN ('ticket_snoozed', 'ticket_woken'))
            AND (v_has_tags OR e.kind NOT IN ('tag_added', 'tag_removed'))
    ),
    -- The event that set each field last.
    marked AS (
        SELECT
            s.*,
            max(s.event_id) FILTER (WHERE s.sets ? 'status') OVER w AS status_by,
            max(s.event_id) FILTER (WHERE s.sets ? 'settled') OVER w AS settled_by,
            max(s.event_id) FILTER (WHERE s.sets ? 'withdrawn') OVER w AS withdrawn_by,
            max(s.event_id) FILTER (WHERE s.turn IS NOT NULL) OVER w AS turned_by,
            max(s.event_id) FILTER (WHERE s.turn -> 'asked_at' <> s.turn -> 'asked_before') OVER w AS asked_by,
            max(s.event_id) FILTER (WHERE s.sets ? 'priority') OVER w AS priority_by,
            max(s.event_id) FILTER (WHERE s.is_chosen) OVER w AS chosen_by,
            max(s.event_id) FILTER (WHERE s.sets ? 'department_id') OVER w AS department_by,
            max(s.event_id) FILTER (WHERE s.sets ? 'organisation_id') OVER w AS organisation_by,
            max(s.event_id) FILTER (WHERE s.sets ? 'ticket_type') OVER w AS ticket_type_by,
            max(s.event_id) FILTER (WHERE s.sets ? 'channel') OVER w AS channel_by,
            max(s.event_id) FILTER (WHERE s.sets ? 'requester_id') OVER w AS requester_by,
            max(s.event_id) FILTER (WHERE s.is_tag) OVER w AS tagged_by,
            max(s.event_id) FILTER (WHERE s.sets ?| v_custom_fields) OVER w AS customized_by,
            max(s.event_id) FILTER (WHERE s.sets ? 'due_at') OVER w AS due_by,
            max(s.event_id) FILTER (WHERE s.sets ? 'deleted') OVER w AS deleted_by,
            max(s.event_id) FILTER (WHERE s.sets ? 'snoozed') OVER w AS snoozed_by,
            min(s.event_id) FILTER (WHERE s.is_answer) OVER w AS first_answer,
            max(s.event_id) FILTER (WHERE s.is_answer) OVER w AS last_answer,
            max(s.event_id) FILTER (WHERE NOT s.is_answer) OVER w AS last_question
        FROM step AS s
        WINDOW w AS (PARTITION BY s.ticket_id ORDER BY s.event_id)
    ),
    known AS (
        SELECT
            m.ticket_id,
            m.event_id,
            a.sets ->> 'status' AS status,
            e.sets ->> 'settled' AS settled,
            coalesce((w.sets -> 'withdrawn')::boolean, false) AS is_withdrawn,
            w.at AS withdrawn_at,
            CASE
                WHEN (w.sets -> 'withdrawn')::boolean AND m.asked_by > m.withdrawn_by
                    THEN nullif(q.turn -> 'asked_at', 'null')
            END AS asked_meanwhile,
            m.turn,
            m.sets -> 'asked_at' AS asked_at,
            b.sets ->> 'priority' AS priority,
            k.sets ->> 'priority' AS chosen_priority,
            (c.sets ->> 'department_id')::bigint AS department_id,
            (d.sets ->> 'organisation_id')::bigint AS organisation_id,
            f.sets ->> 'ticket_type' AS ticket_type,
            i.sets ->> 'channel' AS channel,
            (j.sets ->> 'requester_id')::bigint AS requester_id,
            CASE WHEN r.tagged_by IS NOT NULL THEN ARRAY(
                SELECT coalesce(g.name, l.name)
                FROM (
                    SELECT DISTINCT ON (e.payload -> 'tag_id')
                        e.kind, (e.payload -> 'tag_id')::bigint AS tag_id, e.payload ->> 'name' AS name
                    FROM helpdesk.event AS e
                    WHERE e.ticket_id = m.ticket_id
                        AND e.event_id <= r.tagged_by
                        AND e.kind IN ('tag_added', 'tag_removed')
                    ORDER BY e.payload -> 'tag_id', e.event_id DESC
                ) AS l
                LEFT JOIN helpdesk.tag AS g USING (tag_id)
                WHERE l.kind = 'tag_added'
                ORDER BY l.tag_id
            ) ELSE '{}' END AS tags,
            CASE WHEN r.customized_by IS NOT NULL THEN coalesce((
                SELECT jsonb_object_agg(l.key, l.value)
                FROM (
                    SELECT DISTINCT ON (c.key) substr(c.key, length('custom.') + 1) AS key, c.value -> 'to' AS value
                    FROM helpdesk.event AS e
                    CROSS JOIN LATERAL jsonb_each(e.payload -> 'changes') AS c
                    WHERE e.ticket_id = m.ticket_id AND e.event_id <= r.customized_by AND e.kind = 'ticket_updated'
                        AND e.at >= (v_custom ->> c.key)::timestamptz
                    ORDER BY c.key, e.event_id DESC
                ) AS l
            ), '{}') ELSE '{}' END AS custom,
            nullif(g.sets -> 'due_at', 'null') AS due_at,
            coalesce((h.sets -> 'deleted')::boolean, false)
                OR coalesce((l.sets -> 'snoozed')::boolean, false) AS is_still,
            CASE
                WHEN t.turn IS NULL THEN m.first_answer IS NOT NULL
                ELSE t.turn -> 'first_answered_at' <> 'null' OR coalesce(m.last_answer > m.turned_by, false)
            END AS is_first_answered,
            CASE
                WHEN m.turned_by > coalesce(greatest(m.last_question, m.last_answer), 0)
                    THEN t.turn -> 'asked_at' = 'null'
                ELSE coalesce(m.last_question < m.last_answer, true)
            END AS is_next_answered
        FROM marked AS m
        JOIN marked AS r ON r.event_id = m.chosen_by
        LEFT JOIN step AS a ON a.event_id = m.status_by
        LEFT JOIN step AS e ON e.event_id = m.settled_by
        LEFT JOIN step AS w ON w.event_id = m.withdrawn_by
        LEFT JOIN step AS t ON t.event_id = m.turned_by
        LEFT JOIN step AS q ON q.event_id = m.asked_by
        LEFT JOIN step AS b ON b.event_id = m.priority_by
        LEFT JOIN step AS k ON k.event_id = r.priority_by
        LEFT JOIN step AS c ON c.event_id = r.department_by
        LEFT JOIN step AS d ON d.event_id = r.organisation_by
        LEFT JOIN step AS f ON f.event_id = r.ticket_type_by
        LEFT JOIN step AS i ON i.event_id = r.channel_by AND v_has_channel
        LEFT JOIN step AS j ON j.event_id = r.requester_by AND v_has_requester
        LEFT JOIN step AS g ON g.event_id = m.due_by
        LEFT JOIN step AS h ON h.event_id = m.deleted_by
        LEFT JOIN step AS l ON l.event_id = m.snoozed_by AND v_has_snoozes
    ),
    -- Policies are matched once for each combination of what they look at.
    keyed AS (
        SELECT
            n.*,
            to_jsonb(ROW(
                n.priority, n.chosen_priority, n.department_id, n.organisation_id, n.ticket_type, n.channel,
                n.requester_id, n.tags, n.custom
            ))::text AS match_key
        FROM known AS n
    ),
    matched AS (
        SELECT
            k.match_key,
            s.policy_version_id,
            s.calendar_version_id,
            helpdesk.sla_targets_of(s.policy_version_id, k.priority) AS target
        FROM (SELECT DISTINCT ON (n.match_key) n.* FROM keyed AS n ORDER BY n.match_key) AS k
        CROSS JOIN LATERAL helpdesk.match_sla(
            jsonb_populate_record(
                NULL::helpdesk.ticket, to_jsonb(k) - 'due_at' || jsonb_build_object('priority', k.chosen_priority)
            ),
            v_settings, k.tags, k.custom
        ) AS s
    ),
    moded AS (
        SELECT
            s.status,
            s.category IN ('solved', 'closed') AS is_solved,
            ARRAY(SELECT p.metric FROM helpdesk.sla_pause AS p WHERE p.status = s.status) AS paused
        FROM helpdesk.status AS s
    ),
    -- MATERIALIZED: else the facts are built anew wherever they are compared.
    built AS MATERIALIZED (
        SELECT
            n.ticket_id,
            n.event_id,
            n.priority,
            z.is_solved,
            n.withdrawn_at,
            n.turn,
            n.asked_at,
            jsonb_build_object(
                'change', v_change_id,
                'policy', m.policy_version_id,
                'calendar', m.calendar_version_id,
                'priority', n.priority,
                'status', n.status,
                'first_response', jsonb_build_array(
                    CASE
                        WHEN n.is_first_answered THEN 'stop'
                        WHEN n.is_withdrawn THEN 'withdraw'
                        WHEN n.is_still OR 'first_response' = ANY (o.paused) THEN 'pause'
                        ELSE 'run'
                    END
                ) || coalesce(m.target -> 'first_response', '[null]'),
                'next_response', jsonb_build_array(
                    CASE
                        WHEN NOT n.is_first_answered OR n.is_next_answered THEN 'stop'
                        WHEN n.is_withdrawn THEN 'withdraw'
                        WHEN n.is_still OR 'next_response' = ANY (o.paused) THEN 'pause'
                        ELSE 'run'
                    END
                ) || coalesce(m.target -> 'next_response', '[null]'),
                'resolution', jsonb_build_array(
                    CASE
                        WHEN z.is_solved THEN 'stop'
                        WHEN n.is_withdrawn THEN 'withdraw'
                        WHEN n.is_still OR 'resolution' = ANY (o.paused) THEN 'pause'
                        ELSE 'run'
                    END
                ) || coalesce(m.target -> 'resolution', '[null]')
            )
            || v_warn
            || CASE WHEN n.is_withdrawn THEN '{"withdrawn": true}'::jsonb ELSE '{}' END
            || jsonb_strip_nulls(jsonb_build_object('asked_at', n.asked_meanwhile))
            || CASE WHEN v_is_recounted THEN '{"recount": true}'::jsonb ELSE '{}' END
            || CASE WHEN n.due_at IS NOT NULL THEN jsonb_build_object('due_at', n.due_at) ELSE '{}' END AS sla
        FROM keyed AS n
        JOIN moded AS o ON o.status = n.status
        JOIN moded AS z ON z.status = n.settled
        JOIN matched AS m ON m.match_key = n.match_key
    )
    SELECT
        c.event_id,
        c.sla
            || CASE
                WHEN c.turn IS NOT NULL OR c.sla_before ? 'withdrawn' AND NOT c.sla ? 'withdrawn' THEN (
                    SELECT jsonb_strip_nulls(jsonb_build_object(
                        'at', jsonb_object_agg(f.metric, f.at) FILTER (WHERE f.at IS NOT NULL),
                        'continue', jsonb_agg(f.metric) FILTER (WHERE f.is_continued),
                        'restart', jsonb_agg(f.metric) FILTER (WHERE f.is_restarted)
                    )) || coalesce(jsonb_object_agg(f.metric, '["withdraw"]'::jsonb || ((c.sla -> f.metric) - 0))
                        FILTER (WHERE f.is_taken), '{}')
                    FROM helpdesk.compare_conversation(c.sla_before, c.sla, c.turn, c.withdrawn_before) AS f
                )
                WHEN v_is_continued AND c.was_solved AND NOT c.is_solved THEN '{"continue": ["resolution"]}'
                WHEN c.asked_at IS NOT NULL THEN jsonb_build_object(
                    'at', jsonb_build_object('first_response', c.asked_at, 'resolution', c.asked_at)
                )
                ELSE '{}'
            END
            || CASE
                WHEN v_is_new_start AND c.priority <> c.priority_before
                    THEN '{"restart": ["first_response", "next_response", "resolution"]}'::jsonb
                ELSE '{}'
            END
    FROM (
        SELECT
            b.*,
            lag(b.sla) OVER w AS sla_before,
            lag(b.priority) OVER w AS priority_before,
            lag(b.is_solved, 1, false) OVER w AS was_solved,
            lag(b.withdrawn_at) OVER w AS withdrawn_before
        FROM built AS b
        WINDOW w AS (PARTITION BY b.ticket_id ORDER BY b.event_id)
    ) AS c
    WHERE c.sla IS DISTINCT FROM c.sla_before OR c.turn -> 'asked_at' <> c.turn -> 'asked_before';
END
$$;

COMMENT ON FUNCTION helpdesk.list_sla_facts IS
'What event.sla would hold for the events of a range of tickets, from their payloads alone (see build_sla_facts), '
'set-based: for bulk loads. Policies, calendars and settings as they are now.';

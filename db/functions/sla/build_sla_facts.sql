CREATE OR REPLACE FUNCTION helpdesk.build_sla_facts(
    p_ticket helpdesk.ticket,
    p_settings jsonb,
    p_policy_version_id bigint,
    p_calendar_version_id bigint,
    p_is_first_answered boolean,
    p_is_next_answered boolean,
    p_is_continued boolean
) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_paused text[] := ARRAY(SELECT p.metric FROM helpdesk.sla_pause AS p WHERE p.status = p_ticket.status);
    v_target jsonb := (
        SELECT jsonb_object_agg(t.metric, t.target_minutes)
        FROM helpdesk.sla_version_target AS t
        WHERE t.sla_policy_version_id = p_policy_version_id AND t.priority = p_ticket.priority
    );
    v_is_deleted boolean := p_ticket.deleted_at IS NOT NULL;
    v_facts jsonb;
BEGIN
    v_facts := jsonb_build_object(
        'change', (SELECT coalesce(max(c.sla_change_id), 0) FROM helpdesk.sla_change AS c),
        'policy', p_policy_version_id,
        'calendar', p_calendar_version_id,
        'priority', p_ticket.priority,
        'status', p_ticket.status,
        'first_response', jsonb_build_array(
            CASE
                WHEN p_is_first_answered THEN 'stop'
                WHEN v_is_deleted OR 'first_response' = ANY (v_paused) THEN 'pause'
                ELSE 'run'
            END,
            v_target -> 'first_response'
        ),
        'next_response', jsonb_build_array(
            CASE
                WHEN p_is_next_answered THEN 'stop'
                WHEN v_is_deleted OR 'next_response' = ANY (v_paused) THEN 'pause'
                ELSE 'run'
            END,
            v_target -> 'next_response'
        ),
        'resolution', jsonb_build_array(
            CASE
                WHEN p_ticket.status_category IN ('solved', 'closed') THEN 'stop'
                WHEN v_is_deleted OR 'resolution' = ANY (v_paused) THEN 'pause'
                ELSE 'run'
            END,
            v_target -> 'resolution'
        )
    );
    IF (p_settings -> 'sla.warn_within_minutes')::int > 0 THEN
        v_facts := v_facts || jsonb_build_object('warn_minutes', p_settings -> 'sla.warn_within_minutes');
    ELSE
        v_facts := v_facts || jsonb_build_object('warn_percent', p_settings -> 'sla.warn_percent');
    END IF;
    IF p_ticket.due_at IS NOT NULL THEN
        v_facts := v_facts || jsonb_build_object('due_at', p_ticket.due_at);
    END IF;
    IF p_is_continued THEN
        v_facts := v_facts || '{"continue": true}';
    END IF;
    RETURN v_facts;
END
$$;

COMMENT ON FUNCTION helpdesk.build_sla_facts(helpdesk.ticket, jsonb, bigint, bigint, boolean, boolean, boolean) IS
'What event.sla keeps: last sla_change known, policy and calendar version, priority, status; per metric its mode after the event (run, pause, stop) and its target in minutes; how to warn; a due date set by hand; whether a reopened ticket continues its cycle.';

CREATE OR REPLACE FUNCTION helpdesk.build_sla_facts(
    p_ticket helpdesk.ticket,
    p_settings jsonb,
    p_policy_version_id bigint,
    p_calendar_version_id bigint,
    p_is_first_answered boolean,
    p_is_next_answered boolean,
    p_is_resolved boolean,
    p_change_id bigint
) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_paused text[] := ARRAY(SELECT p.metric FROM helpdesk.sla_pause AS p WHERE p.status = p_ticket.status);
    v_target jsonb := helpdesk.sla_targets_of(p_policy_version_id, p_ticket.priority);
    v_is_still boolean := p_ticket.deleted_at IS NOT NULL
        OR p_ticket.snoozed_until IS NOT NULL AND p_settings ->> 'sla.snoozed' = 'paused';
    v_is_withdrawn boolean := p_ticket.merged_into_id IS NOT NULL OR p_ticket.is_spam;
    v_facts jsonb;
BEGIN
    v_facts := jsonb_build_object(
        'change', p_change_id,
        'policy', p_policy_version_id,
        'calendar', p_calendar_version_id,
        'priority', p_ticket.priority,
        'status', p_ticket.status,
        'first_response', jsonb_build_array(
            CASE
                WHEN p_is_first_answered THEN 'stop'
                WHEN v_is_withdrawn THEN 'withdraw'
                WHEN v_is_still OR 'first_response' = ANY (v_paused) THEN 'pause'
                ELSE 'run'
            END
        ) || coalesce(v_target -> 'first_response', '[null]'),
        'next_response', jsonb_build_array(
            CASE
                WHEN p_is_next_answered THEN 'stop'
                WHEN v_is_withdrawn THEN 'withdraw'
                WHEN v_is_still OR 'next_response' = ANY (v_paused) THEN 'pause'
                ELSE 'run'
            END
        ) || coalesce(v_target -> 'next_response', '[null]'),
        'resolution', jsonb_build_array(
            CASE
                WHEN p_is_resolved THEN 'stop'
                WHEN v_is_withdrawn THEN 'withdraw'
                WHEN v_is_still OR 'resolution' = ANY (v_paused) THEN 'pause'
                ELSE 'run'
            END
        ) || coalesce(v_target -> 'resolution', '[null]')
    );
    IF (p_settings -> 'sla.warn_within_minutes')::int > 0 THEN
        v_facts := v_facts || jsonb_build_object('warn_minutes', p_settings -> 'sla.warn_within_minutes');
    ELSE
        v_facts := v_facts || jsonb_build_object('warn_percent', p_settings -> 'sla.warn_percent');
    END IF;
    IF p_ticket.due_at IS NOT NULL THEN
        v_facts := v_facts || jsonb_build_object('due_at', p_ticket.due_at);
    END IF;
    IF p_settings ->> 'sla.on_calendar_change' = 'last' THEN
        v_facts := v_facts || '{"recount": true}';
    END IF;
    IF v_is_withdrawn THEN
        v_facts := v_facts || '{"withdrawn": true}';
    END IF;
    RETURN v_facts;
END
$$;

COMMENT ON FUNCTION helpdesk.build_sla_facts IS
'What event.sla keeps: last sla_change known, policy and calendar version, priority, status; per metric its mode after '
'the event (run, pause, stop, withdraw) and its target in minutes, or null and business days; how to warn; a due date '
'set by hand; whether a changed calendar counts for the whole cycle; whether the ticket is merged or spam. '
'tg_event__add_sla_facts adds lists of metrics: continue, whose last cycle goes on; restart, whose open cycle is '
'replaced by another; at, {metric: instant}, since when its mode holds where that is not the event''s instant; and, of '
'a ticket that is merged or spam, asked_at: the question that became the oldest unanswered one meanwhile.';

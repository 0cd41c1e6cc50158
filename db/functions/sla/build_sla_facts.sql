CREATE OR REPLACE FUNCTION helpdesk.build_sla_facts(
    p_ticket helpdesk.ticket,
    p_policy_version_id bigint,
    p_calendar_version_id bigint,
    p_is_first_answered boolean,
    p_is_next_answered boolean,
    p_is_continued boolean
) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT jsonb_build_object(
        'change', (SELECT coalesce(max(c.sla_change_id), 0) FROM helpdesk.sla_change AS c),
        'policy', p_policy_version_id,
        'calendar', p_calendar_version_id,
        'priority', p_ticket.priority,
        'status', p_ticket.status
    )
    || (
        SELECT jsonb_object_agg(m.metric, jsonb_build_array(
            helpdesk.sla_mode(m.metric, p_ticket.status, p_ticket.status_category, p_ticket.deleted_at IS NOT NULL, m.is_answered),
            (
                SELECT t.target_minutes
                FROM helpdesk.sla_version_target AS t
                WHERE t.sla_policy_version_id = p_policy_version_id AND t.priority = p_ticket.priority AND t.metric = m.metric
            )
        ))
        FROM (VALUES ('first_response', p_is_first_answered), ('next_response', p_is_next_answered), ('resolution', NULL))
            AS m(metric, is_answered)
    )
    || CASE
        WHEN helpdesk.setting_int('sla.warn_within_minutes') > 0
        THEN jsonb_build_object('warn_minutes', helpdesk.setting_int('sla.warn_within_minutes'))
        ELSE jsonb_build_object('warn_percent', helpdesk.setting_int('sla.warn_percent'))
    END
    || CASE WHEN p_ticket.due_at IS NOT NULL THEN jsonb_build_object('due_at', p_ticket.due_at) ELSE '{}' END
    || CASE WHEN p_is_continued THEN '{"continue": true}'::jsonb ELSE '{}' END;
END;

COMMENT ON FUNCTION helpdesk.build_sla_facts(helpdesk.ticket, bigint, bigint, boolean, boolean, boolean) IS
'What event.sla keeps: last sla_change known, policy and calendar version, priority, status; per metric its mode after the event and its target in minutes; how to warn; a due date set by hand; whether a reopened ticket continues its cycle.';

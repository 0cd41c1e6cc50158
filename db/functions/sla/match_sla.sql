CREATE OR REPLACE FUNCTION helpdesk.match_sla(
    p_ticket helpdesk.ticket,
    p_settings jsonb,
    OUT policy_version_id bigint,
    OUT calendar_version_id bigint
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_policy_id bigint;
    v_calendar_id bigint;
BEGIN
    SELECT p.sla_policy_id, p.calendar_id INTO v_policy_id, v_calendar_id
    FROM helpdesk.sla_policy AS p
    WHERE p.is_active
        -- Here the JSON conditions of a policy will join the rows of sla_policy_match.
        AND (p.is_default OR EXISTS (
            SELECT 1
            FROM helpdesk.sla_policy_match AS m
            WHERE m.sla_policy_id = p.sla_policy_id
                AND (m.department_id IS NULL OR m.department_id = p_ticket.department_id)
                AND (m.organisation_id IS NULL OR m.organisation_id = p_ticket.organisation_id)
                AND (m.ticket_type IS NULL OR m.ticket_type = p_ticket.ticket_type)
                AND (m.priority IS NULL OR m.priority = p_ticket.priority)
                AND (m.tag_id IS NULL OR EXISTS (
                    SELECT 1 FROM helpdesk.ticket_tag AS g WHERE g.ticket_id = p_ticket.ticket_id AND g.tag_id = m.tag_id
                ))
        ))
    ORDER BY p.is_default, p.position, p.sla_policy_id
    LIMIT 1;

    IF p_ticket.department_id IS NOT NULL THEN
        v_calendar_id := coalesce(
            (SELECT d.calendar_id FROM helpdesk.department AS d WHERE d.department_id = p_ticket.department_id), v_calendar_id
        );
    END IF;
    IF p_ticket.organisation_id IS NOT NULL THEN
        v_calendar_id := coalesce(
            (SELECT o.calendar_id FROM helpdesk.organisation AS o WHERE o.organisation_id = p_ticket.organisation_id), v_calendar_id
        );
    END IF;
    IF v_calendar_id IS NULL AND (p_settings -> 'sla.business_hours_only')::boolean THEN
        v_calendar_id := (SELECT c.calendar_id FROM helpdesk.calendar AS c WHERE c.is_default);
    END IF;
    policy_version_id := helpdesk.sla_policy_version_of(v_policy_id);
    calendar_version_id := helpdesk.calendar_version_of(v_calendar_id);
END
$$;

COMMENT ON FUNCTION helpdesk.match_sla(helpdesk.ticket, jsonb) IS
'The policy that applies to a ticket (matching rows by position, else the default) and its calendar (organisation, department, policy, default; NULL: around the clock), each in its version in force. settings: see sla_settings.';

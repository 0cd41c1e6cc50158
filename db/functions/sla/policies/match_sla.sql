CREATE OR REPLACE FUNCTION helpdesk.match_sla(
    p_ticket helpdesk.ticket,
    p_settings jsonb,
    p_tags text[] DEFAULT NULL,
    p_custom jsonb DEFAULT NULL,
    OUT policy_version_id bigint,
    OUT calendar_version_id bigint
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_policy_id bigint := helpdesk.match_sla_policy(p_ticket, p_tags, p_custom);
    v_calendar_id bigint := (SELECT p.calendar_id FROM helpdesk.sla_policy AS p WHERE p.sla_policy_id = v_policy_id);
BEGIN
    IF p_ticket.department_id IS NOT NULL THEN
        v_calendar_id := coalesce(
            (SELECT d.calendar_id FROM helpdesk.department AS d WHERE d.department_id = p_ticket.department_id),
            v_calendar_id
        );
    END IF;
    IF p_ticket.organisation_id IS NOT NULL THEN
        v_calendar_id := coalesce(
            (SELECT o.calendar_id FROM helpdesk.organisation AS o WHERE o.organisation_id = p_ticket.organisation_id),
            v_calendar_id
        );
    END IF;
    IF v_calendar_id IS NULL AND (p_settings -> 'sla.business_hours_only')::boolean THEN
        v_calendar_id := (SELECT c.calendar_id FROM helpdesk.calendar AS c WHERE c.is_default);
    END IF;
    policy_version_id := helpdesk.sla_policy_version_of(v_policy_id);
    calendar_version_id := helpdesk.calendar_version_of(v_calendar_id);
END
$$;

COMMENT ON FUNCTION helpdesk.match_sla IS
'The policy that applies to a ticket (see match_sla_policy) and its calendar (organisation, department, policy, '
'default; NULL: around the clock), each in its version in force. settings: see sla_settings.';

CREATE OR REPLACE FUNCTION helpdesk.match_sla(p_ticket helpdesk.ticket, OUT policy_version_id bigint, OUT calendar_version_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        helpdesk.sla_policy_version_of(p.sla_policy_id),
        helpdesk.calendar_version_of(coalesce(
            (SELECT o.calendar_id FROM helpdesk.organisation AS o WHERE o.organisation_id = p_ticket.organisation_id),
            (SELECT d.calendar_id FROM helpdesk.department AS d WHERE d.department_id = p_ticket.department_id),
            p.calendar_id,
            CASE WHEN helpdesk.setting_bool('sla.business_hours_only')
                THEN (SELECT c.calendar_id FROM helpdesk.calendar AS c WHERE c.is_default) END
        ))
    FROM (SELECT 1) AS one
    LEFT JOIN LATERAL (
        SELECT p.sla_policy_id, p.calendar_id
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
                        SELECT 1
                        FROM helpdesk.ticket_tag AS g
                        WHERE g.ticket_id = p_ticket.ticket_id AND g.tag_id = m.tag_id
                    ))
            ))
        ORDER BY p.is_default, p.position, p.sla_policy_id
        LIMIT 1
    ) AS p ON true;
END;

COMMENT ON FUNCTION helpdesk.match_sla(helpdesk.ticket) IS
'The policy that applies to a ticket (matching rows by position, else the default) and its calendar (organisation, department, policy, default; NULL: around the clock), each in its version in force.';

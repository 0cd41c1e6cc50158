CREATE OR REPLACE FUNCTION helpdesk.compose_sla_matching() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_cases text;
    v_default bigint := (SELECT p.sla_policy_id FROM helpdesk.sla_policy AS p WHERE p.is_default AND p.is_active);
BEGIN
    SELECT string_agg(
        format('WHEN %s THEN %s', replace(p.predicate, '$1', format('%L::jsonb', p.conditions)), p.sla_policy_id),
        E'\n' ORDER BY p.position, p.sla_policy_id
    ) INTO v_cases
    FROM helpdesk.sla_policy AS p
    WHERE p.is_active AND NOT p.is_default AND p.predicate IS NOT NULL;
    RETURN format(
        'CREATE OR REPLACE FUNCTION helpdesk.match_sla_policy(
             p_ticket helpdesk.ticket, p_tags text[] DEFAULT NULL, p_custom jsonb DEFAULT NULL
         ) RETURNS bigint
         LANGUAGE plpgsql STABLE SECURITY DEFINER
         SET search_path = '''' SET plan_cache_mode = force_generic_plan AS %L',
        CASE
            WHEN v_cases IS NULL THEN format('BEGIN RETURN %L; END', v_default)
            ELSE format(
                'BEGIN RETURN (SELECT CASE %1$s ELSE %2$L END FROM (
                    SELECT
                        p_ticket.ticket_id AS ticket_id,
                        p_ticket.priority AS priority,
                        p_ticket.ticket_type AS ticket_type,
                        p_ticket.channel AS channel,
                        p_ticket.department_id AS department_id,
                        p_ticket.organisation_id AS organisation_id,
                        p_ticket.requester_id AS requester_id,
                        (
                            SELECT o.name FROM helpdesk.organisation AS o
                            WHERE o.organisation_id = p_ticket.organisation_id
                        ) AS organisation_name,
                        (SELECT r.name FROM helpdesk.person AS r WHERE r.person_id = p_ticket.requester_id)
                            AS requester_name,
                        (SELECT r.email FROM helpdesk.person AS r WHERE r.person_id = p_ticket.requester_id)
                            AS requester_email,
                        (SELECT r.is_guest FROM helpdesk.person AS r WHERE r.person_id = p_ticket.requester_id)
                            AS requester_is_guest,
                        (SELECT r.language FROM helpdesk.person AS r WHERE r.person_id = p_ticket.requester_id)
                            AS requester_language,
                        coalesce(p_tags, ARRAY(
                            SELECT g.name FROM helpdesk.ticket_tag AS t JOIN helpdesk.tag AS g USING (tag_id)
                            WHERE t.ticket_id = p_ticket.ticket_id
                        )) AS tags%3$s
                ) AS v); END', v_cases, v_default,
                -- Read it only where a condition looks at it: else each event of a ticket would wait for whoever
                -- defines a field.
                CASE WHEN strpos(v_cases, '(v.custom).') > 0 THEN ',
                        CASE
                            WHEN p_custom IS NULL
                                THEN (
                                    SELECT (c.*)::helpdesk.ticket_custom FROM helpdesk.ticket_custom AS c
                                    WHERE c.ticket_id = p_ticket.ticket_id
                                )
                            ELSE jsonb_populate_record(NULL::helpdesk.ticket_custom, p_custom)
                        END AS custom' END
            )
        END
    );
END
$$;

COMMENT ON FUNCTION helpdesk.compose_sla_matching IS
'The statement that makes helpdesk.match_sla_policy what the policies say now.';

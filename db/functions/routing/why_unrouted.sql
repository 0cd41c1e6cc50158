CREATE OR REPLACE FUNCTION helpdesk.why_unrouted(
    p_department_id bigint, p_channel text, p_skills jsonb, p_except_id bigint, OUT reason text, OUT detail text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        coalesce(last.reason, 'no_agent'),
        CASE last.reason
            WHEN 'missing_skill' THEN format('Who comes nearest lacks %s.', last.missing_skills)
            WHEN 'all_at_capacity'
                THEN format('%s of %s members could take it, had they room.', last.count, last.members)
            WHEN 'no_agent_online'
                THEN format('%s of %s members are at work, but away or offline.', last.count, last.members)
            ELSE format('The department has %s members.', coalesce(last.members, 0))
        END
    FROM (SELECT 1 AS one) AS always
    LEFT JOIN (
        SELECT
            v.reason,
            count(*) AS count,
            sum(count(*)) OVER () AS members,
            (array_agg(v.missing_skills ORDER BY length(v.missing_skills), v.person_id))[1] AS missing_skills
        FROM (
            SELECT c.person_id, c.missing_skills, helpdesk.routing_verdict(c) AS reason
            FROM helpdesk.list_routing_candidates(p_department_id, p_channel, p_skills) AS c
            WHERE c.person_id IS DISTINCT FROM p_except_id
        ) AS v
        GROUP BY v.reason
        ORDER BY array_position(
            ARRAY[
                'all_at_capacity', 'missing_skill', 'outside_working_hours', 'no_agent_online', 'all_absent', 'no_agent'
            ],
            v.reason
        )
        LIMIT 1
    ) AS last ON true;
END;

COMMENT ON FUNCTION helpdesk.why_unrouted IS
'Why nobody takes such a ticket: criteria are tried in the order of routing_verdict, and the one at which nobody is '
'left is the reason.';

CREATE OR REPLACE FUNCTION helpdesk.list_routing_candidates(p_department_id bigint, p_channel text, p_skills jsonb)
RETURNS SETOF helpdesk.routing_candidate
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' ROWS 20
AS $$
DECLARE
    v_member_ids bigint[] := ARRAY(
        SELECT m.person_id FROM helpdesk.department_member AS m WHERE m.department_id = p_department_id
    );
BEGIN
    RETURN QUERY
    SELECT
        m.person_id,
        p.is_active AND p.role <> 'customer' AND NOT a.is_light,
        helpdesk.is_absent(m.person_id, helpdesk.clock()),
        a.availability,
        helpdesk.is_open_at(a.calendar_id, helpdesk.clock()),
        (
            SELECT string_agg(k.name, ', ' ORDER BY k.name)
            FROM jsonb_each_text(p_skills) AS n(skill_id, min_proficiency)
            JOIN helpdesk.skill AS k ON k.skill_id = n.skill_id::bigint
            WHERE NOT EXISTS (
                SELECT 1
                FROM helpdesk.agent_skill AS s
                WHERE s.person_id = m.person_id AND s.skill_id = k.skill_id AND s.proficiency >= n.min_proficiency::int
            )
        ),
        (
            SELECT coalesce(sum(s.proficiency), 0)::int
            FROM helpdesk.agent_skill AS s
            WHERE s.person_id = m.person_id AND p_skills ? s.skill_id::text
        ),
        coalesce(o.all_channels, 0),
        a.max_open,
        greatest(coalesce(a.max_open, max(a.max_open) OVER ()), 1),
        coalesce(o.channel, 0),
        c.max_open,
        coalesce(t.turn, 0)
    FROM helpdesk.department_member AS m
    JOIN helpdesk.agent AS a USING (person_id)
    JOIN helpdesk.person AS p USING (person_id)
    LEFT JOIN helpdesk.agent_capacity AS c ON c.person_id = m.person_id AND c.channel = p_channel
    LEFT JOIN helpdesk.routing_turn AS t ON t.department_id = m.department_id AND t.person_id = m.person_id
    LEFT JOIN (
        SELECT
            x.assignee_id, count(*)::int AS all_channels,
            (count(*) FILTER (WHERE x.channel = p_channel))::int AS channel
        FROM helpdesk.ticket AS x
        WHERE x.assignee_id = ANY (v_member_ids)
            AND x.status_category NOT IN ('solved', 'closed')
            AND x.deleted_at IS NULL
        GROUP BY x.assignee_id
    ) AS o ON o.assignee_id = m.person_id
    WHERE m.department_id = p_department_id;
END
$$;

COMMENT ON FUNCTION helpdesk.list_routing_candidates IS
'The members of a department and all that decides whether and in which order they get a ticket of this channel that '
'asks for these skills. The load is counted by index ticket_open_assignee_idx: a counter would drift. Whose capacity '
'has no limit is weighed like the roomiest member.';

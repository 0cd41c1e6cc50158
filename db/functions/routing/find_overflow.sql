CREATE OR REPLACE FUNCTION helpdesk.find_overflow(p_ticket_ids bigint[], p_assignee_id bigint, p_status text)
RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_max int;
BEGIN
    IF helpdesk.setting_text('assign_above_capacity') = 'everybody'
        OR helpdesk.setting_text('assign_above_capacity') = 'admins'
            AND helpdesk.actor_role() IN ('admin', 'system') THEN
        RETURN '{}';
    END IF;
    SELECT a.max_open INTO v_max FROM helpdesk.agent AS a WHERE a.person_id = p_assignee_id FOR NO KEY UPDATE;
    RETURN ARRAY(
        WITH held AS MATERIALIZED (
            SELECT t.channel, count(*) AS tickets
            FROM helpdesk.ticket AS t
            WHERE t.assignee_id = p_assignee_id
                AND t.status_category NOT IN ('solved', 'closed')
                AND t.deleted_at IS NULL
            GROUP BY t.channel
        ),
        asked AS (
            SELECT
                t.ticket_id,
                row_number() OVER (
                    PARTITION BY t.channel ORDER BY t.ticket_id
                ) + coalesce(h.tickets, 0) > c.max_open AS is_over_channel
            FROM helpdesk.ticket AS t
            LEFT JOIN helpdesk.status AS s ON s.status = p_status
            LEFT JOIN held AS h ON h.channel = t.channel
            LEFT JOIN helpdesk.agent_capacity AS c ON c.person_id = p_assignee_id AND c.channel = t.channel
            WHERE t.ticket_id = ANY (p_ticket_ids)
                AND t.assignee_id IS DISTINCT FROM p_assignee_id
                AND coalesce(s.category, t.status_category) NOT IN ('solved', 'closed')
        )
        SELECT a.ticket_id
        FROM (
            SELECT
                a.ticket_id,
                a.is_over_channel,
                row_number() OVER (PARTITION BY a.is_over_channel IS TRUE ORDER BY a.ticket_id) AS number
            FROM asked AS a
        ) AS a
        WHERE a.is_over_channel OR a.number + (SELECT coalesce(sum(h.tickets), 0) FROM held AS h) > v_max
        ORDER BY a.ticket_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.find_overflow IS
'Which of the tickets, in id order, would be more than the assignee''s capacity, by the rule of '
'tg_ticket__check_capacity; the agent''s row stays locked. p_status: what they get at the same time, or NULL.';

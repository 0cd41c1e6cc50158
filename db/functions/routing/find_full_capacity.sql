CREATE OR REPLACE FUNCTION helpdesk.find_full_capacity(p_ticket helpdesk.ticket) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_max int;
    v_channel_max int;
BEGIN
    SELECT a.max_open, c.max_open INTO v_max, v_channel_max
    FROM helpdesk.agent AS a
    LEFT JOIN helpdesk.agent_capacity AS c ON c.person_id = a.person_id AND c.channel = p_ticket.channel
    WHERE a.person_id = p_ticket.assignee_id;
    IF v_max IS NULL AND v_channel_max IS NULL THEN
        RETURN NULL;
    END IF;
    -- This counts no further than the capacity: when many tickets are assigned at once, each of them asks.
    IF (
        SELECT count(*) >= v_max
        FROM (
            SELECT 1
            FROM helpdesk.ticket AS t
            WHERE t.assignee_id = p_ticket.assignee_id AND t.ticket_id <> p_ticket.ticket_id
                AND t.status_category NOT IN ('solved', 'closed') AND t.deleted_at IS NULL
            LIMIT coalesce(v_max, 0)
        ) AS o
    ) OR (
        SELECT count(*) >= v_channel_max
        FROM (
            SELECT 1
            FROM helpdesk.ticket AS t
            WHERE t.assignee_id = p_ticket.assignee_id
                AND t.ticket_id <> p_ticket.ticket_id
                AND t.channel = p_ticket.channel
                AND t.status_category NOT IN ('solved', 'closed') AND t.deleted_at IS NULL
            LIMIT coalesce(v_channel_max, 0)
        ) AS o
    ) THEN
        RETURN concat_ws(
            ' ', 'At most ' || v_max || ' open tickets.',
            'At most ' || v_channel_max || ' by ' || p_ticket.channel || '.'
        );
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.find_full_capacity IS
'The capacity of a ticket''s assignee where it leaves no room for the ticket beside the others, else NULL.';

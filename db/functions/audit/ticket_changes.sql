CREATE OR REPLACE FUNCTION audit.ticket_changes(p_ticket_id bigint, p_at timestamptz) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    RETURN ARRAY(
        SELECT c.change_id
        FROM audit.change AS c
        WHERE c.table_name = 'ticket' AND c.row_key = p_ticket_id::text AND c.at > p_at - interval '1 day'
        UNION
        SELECT c.change_id
        FROM helpdesk.message AS m
        JOIN audit.change AS c ON c.table_name = 'message' AND c.row_key = m.message_id::text
        WHERE m.ticket_id = p_ticket_id AND c.at > p_at - interval '1 day'
        UNION
        SELECT c.change_id
        FROM audit.change AS c
        WHERE c.old_values ->> 'ticket_id' = p_ticket_id::text AND c.at > p_at - interval '1 day'
        ORDER BY 1
    );
END
$$;

COMMENT ON FUNCTION audit.ticket_changes IS
'The changes since p_at of a ticket, of its messages, and of what belonged to it and was deleted or moved.';

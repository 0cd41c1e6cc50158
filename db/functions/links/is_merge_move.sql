CREATE OR REPLACE FUNCTION helpdesk.is_merge_move(p_message_id bigint, p_from_id bigint, p_to_id bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT 1
        FROM helpdesk.ticket_merge AS m
        WHERE m.undone_at IS NULL
            AND (
                m.source_id = p_from_id AND m.target_id = p_to_id
                OR m.source_id = p_to_id AND m.target_id = p_from_id AND p_message_id = ANY (m.message_ids)
            )
    );
END;

COMMENT ON FUNCTION helpdesk.is_merge_move IS
'Whether a message goes from one ticket to another because of a merge, or back.';

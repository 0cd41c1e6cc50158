CREATE OR REPLACE FUNCTION helpdesk.is_person_move(p_from_id bigint, p_to_id bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT 1
        FROM helpdesk.person_merge AS m
        WHERE m.source_id = p_from_id AND m.target_id = p_to_id AND m.undone_at IS NULL
            OR m.source_id = p_to_id AND m.target_id = p_from_id AND m.undone_at = helpdesk.clock()
    );
END;

COMMENT ON FUNCTION helpdesk.is_person_move IS
'Whether what was one person''s becomes another''s because the two were merged, or are no longer.';

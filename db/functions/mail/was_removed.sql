CREATE OR REPLACE FUNCTION helpdesk.was_removed(p_ticket_id bigint, p_person_id bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT coalesce((
            SELECT e.kind = 'participant_removed'
            FROM helpdesk.event AS e
            WHERE e.ticket_id = p_ticket_id
                AND e.kind IN ('participant_added', 'participant_removed')
                AND (e.payload ->> 'person_id')::bigint = p_person_id
            ORDER BY e.event_id DESC
            LIMIT 1
        ), false)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.was_removed IS
'Whether a person was taken out of a ticket''s CC and not put back since.';

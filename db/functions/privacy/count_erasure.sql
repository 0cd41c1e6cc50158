CREATE OR REPLACE FUNCTION helpdesk.count_erasure(p_person_id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN jsonb_build_object(
        'ticket', (SELECT count(*) FROM helpdesk.ticket AS t WHERE t.requester_id = p_person_id),
        'message', (
            SELECT count(*)
            FROM helpdesk.message AS m
            JOIN helpdesk.ticket AS t ON t.ticket_id = m.ticket_id
            WHERE t.requester_id = p_person_id
        ) + (
            SELECT count(*)
            FROM helpdesk.message AS m
            JOIN helpdesk.ticket AS t ON t.ticket_id = m.ticket_id
            WHERE m.author_id = p_person_id AND t.requester_id <> p_person_id
        ),
        'inbound_mail', (
            SELECT count(*)
            FROM helpdesk.inbound_mail AS i
            JOIN helpdesk.ticket AS t ON t.ticket_id = i.ticket_id
            WHERE t.requester_id = p_person_id
        ),
        'attachment', (
            SELECT count(*)
            FROM helpdesk.attachment AS a
            JOIN helpdesk.ticket AS t ON t.ticket_id = a.ticket_id
            WHERE t.requester_id = p_person_id
        )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.count_erasure IS
'How many rows of the largest tables the erasure of a person would change.';

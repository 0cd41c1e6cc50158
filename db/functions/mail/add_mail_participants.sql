CREATE OR REPLACE FUNCTION helpdesk.add_mail_participants(p_ticket_id bigint, p_parsed jsonb, p_author_id bigint)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_named jsonb := coalesce(p_parsed -> 'recipients', '[]') || coalesce(p_parsed -> 'copies', '[]');
BEGIN
    -- To the desk alone, as most mail is.
    IF jsonb_array_length(v_named) = 1 AND helpdesk.is_desk_address(v_named #>> '{0,address}') THEN
        RETURN;
    END IF;
    INSERT INTO helpdesk.ticket_participant (ticket_id, person_id, added_by)
    SELECT p_ticket_id, g.person_id, p_author_id
    FROM (
        SELECT n.address, min(n.name) AS name
        FROM jsonb_to_recordset(v_named) AS n(address text, name text)
        WHERE n.address ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'
            AND NOT helpdesk.is_program_address(n.address)
            AND NOT helpdesk.is_desk_address(n.address)
            AND NOT helpdesk.is_blocked_sender(n.address)
            AND NOT EXISTS (
                SELECT 1
                FROM helpdesk.person_address AS a
                JOIN helpdesk.person AS p ON p.person_id = a.person_id
                WHERE a.email = n.address AND (p.role <> 'customer' OR NOT p.is_active)
            )
        GROUP BY n.address
        ORDER BY n.address
        LIMIT helpdesk.setting_int('inbound_max_participants')
    ) AS named
    CROSS JOIN LATERAL (SELECT helpdesk.find_or_create_guest(named.address, named.name) AS person_id) AS g
    WHERE g.person_id <> p_author_id
        AND NOT EXISTS (
            SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id AND t.requester_id = g.person_id
        )
        AND NOT helpdesk.was_removed(p_ticket_id, g.person_id)
    ON CONFLICT (ticket_id, person_id) DO NOTHING;
END
$$;

COMMENT ON FUNCTION helpdesk.add_mail_participants IS
'Makes people in To and Cc of a mail participants of its ticket, as many as setting inbound_max_participants allows: '
'not the desk itself, staff, the blocked, programs, and who was removed from it.';

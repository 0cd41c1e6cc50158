CREATE OR REPLACE FUNCTION helpdesk.link_follow_up(p_closed_id bigint, p_follow_up_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO helpdesk.ticket_link (kind, from_id, to_id, created_by)
    VALUES ('follow_up', p_closed_id, p_follow_up_id, helpdesk.me());
    INSERT INTO helpdesk.ticket_participant (ticket_id, person_id)
    SELECT p_follow_up_id, p.person_id
    FROM (
        SELECT c.person_id FROM helpdesk.ticket_participant AS c WHERE c.ticket_id = p_closed_id
        UNION
        SELECT t.requester_id FROM helpdesk.ticket AS t WHERE t.ticket_id = p_closed_id
    ) AS p(person_id)
    WHERE p.person_id <> (SELECT t.requester_id FROM helpdesk.ticket AS t WHERE t.ticket_id = p_follow_up_id)
    ON CONFLICT (ticket_id, person_id) DO NOTHING;
    PERFORM helpdesk.copy_custom_values(p_closed_id, p_follow_up_id);
    PERFORM helpdesk.record_event(p_closed_id, 'follow_up_opened', jsonb_build_object('into_id', p_follow_up_id));
END
$$;

COMMENT ON FUNCTION helpdesk.link_follow_up IS
'Links a closed ticket to its follow-up; requester and participants take part in that, too, and it gets the '
'custom fields.';

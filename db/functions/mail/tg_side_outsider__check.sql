-- A trigger, since it looks at other tables, and holds whoever writes.
CREATE OR REPLACE FUNCTION helpdesk.tg_side_outsider__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_person helpdesk.person := helpdesk.find_person(NEW.address);
    v_ticket_id bigint := (
        SELECT c.ticket_id
        FROM helpdesk.side_conversation AS c
        WHERE c.side_conversation_id = NEW.side_conversation_id
        FOR NO KEY UPDATE
    );
    v_why text := CASE
        WHEN helpdesk.is_desk_address(NEW.address) THEN 'it is the desk''s own'
        WHEN v_person.role <> 'customer' THEN 'it is of a member of staff: name them in person_ids, or by person_id'
        WHEN EXISTS (
            SELECT FROM helpdesk.ticket AS t
            WHERE t.ticket_id = v_ticket_id AND t.requester_id = v_person.person_id
            UNION ALL
            SELECT FROM helpdesk.ticket_participant AS c
            WHERE c.ticket_id = v_ticket_id AND c.person_id = v_person.person_id
        ) THEN 'whose it is takes part in the ticket: reply to them there'
        WHEN (
            SELECT count(*) FROM helpdesk.side_outsider AS o WHERE o.side_conversation_id = NEW.side_conversation_id
        ) >= 20 THEN '20 outsiders take part already'
    END;
BEGIN
    IF v_why IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD602', format('%s cannot take part in the side conversation: %s', NEW.address, v_why)
        );
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_side_outsider__check IS
'Keeps the desk itself, staff and those who read the ticket out of the outsiders of a side conversation, and their '
'number at 20.';

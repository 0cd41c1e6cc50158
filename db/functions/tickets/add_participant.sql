CREATE OR REPLACE FUNCTION helpdesk.add_participant(p_ticket_id bigint, p_person_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket := helpdesk.lock_ticket(p_ticket_id, 'tickets.participants');
BEGIN
    IF NOT EXISTS (SELECT 1 FROM helpdesk.person AS p WHERE p.person_id = p_person_id AND p.is_active) THEN
        PERFORM helpdesk.refuse('PD006', format('person %s does not exist or is not active', coalesce(p_person_id::text, 'null')), NULL, 'See /rest/people.');
    END IF;
    INSERT INTO helpdesk.ticket_participant (ticket_id, person_id, added_by)
    SELECT p_ticket_id, p_person_id, helpdesk.me()
    WHERE p_person_id <> v_ticket.requester_id
    ON CONFLICT (ticket_id, person_id) DO NOTHING;
END
$$;

COMMENT ON FUNCTION helpdesk.add_participant(bigint, bigint) IS
'Lets a person get the public replies, read and answer; the requester, who does anyway, and who takes part already are left alone. Raises PD001, PD002, PD006.';
GRANT EXECUTE ON FUNCTION helpdesk.add_participant(bigint, bigint) TO worker;

CREATE OR REPLACE FUNCTION helpdesk.remove_participant(p_ticket_id bigint, p_person_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.lock_ticket(p_ticket_id, 'tickets.participants');
    DELETE FROM helpdesk.ticket_participant AS p WHERE p.ticket_id = p_ticket_id AND p.person_id = p_person_id;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse('PD001', format('participant %s not found', coalesce(p_person_id::text, 'null')), NULL, 'See /rest/ticket_participants.');
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.remove_participant(bigint, bigint) IS 'A person gets no more replies and does not see the ticket any more as a participant. Raises PD001, PD002.';

-- A trigger, so that no writer can add a reader without history.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket_participant__record_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_participant helpdesk.ticket_participant := coalesce(NEW, OLD);
BEGIN
    PERFORM helpdesk.record_event(
        v_participant.ticket_id,
        CASE TG_OP WHEN 'INSERT' THEN 'participant_added' ELSE 'participant_removed' END,
        jsonb_build_object('person_id', v_participant.person_id)
    );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket_participant__record_event() IS 'Writes the event of adding and removing a participant.';

CREATE OR REPLACE FUNCTION helpdesk.my_participating_ticket_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT coalesce(array_agg(p.ticket_id), '{}')
        FROM helpdesk.ticket_participant AS p
        WHERE p.person_id = helpdesk.me()
    );
END
$$;

COMMENT ON FUNCTION helpdesk.my_participating_ticket_ids() IS 'Tickets in which the caller takes part by CC, for the policies.';
GRANT EXECUTE ON FUNCTION helpdesk.my_participating_ticket_ids() TO customer;

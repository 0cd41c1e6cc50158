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

COMMENT ON FUNCTION helpdesk.tg_ticket_participant__record_event IS
'Writes the event of adding and removing a participant.';

-- A trigger, so that no way to deactivate somebody strands tickets.
CREATE OR REPLACE FUNCTION helpdesk.tg_staff__release_tickets() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NOT helpdesk.can_take_tickets(NEW.person_id) THEN
        UPDATE helpdesk.ticket AS t
        SET assignee_id = NULL
        WHERE t.assignee_id = NEW.person_id AND t.status_category NOT IN ('solved', 'closed') AND t.deleted_at IS NULL;
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_staff__release_tickets IS
'Takes all open tickets from somebody who is deactivated, leaves the staff or becomes a light agent; they are '
'routed or wait unassigned. Call reassign_open_tickets beforehand to say where they go. The person''s lock keeps '
'assignments waiting, which are then refused (PD007).';

-- A trigger, so that no ticket, however it comes back, comes back to somebody who is not there.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__release_assignee() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_routing helpdesk.department_routing;
    v_is_moved boolean := NEW.department_id IS DISTINCT FROM OLD.department_id;
BEGIN
    SELECT * INTO v_routing
    FROM helpdesk.department_routing AS r
    WHERE r.department_id = NEW.department_id AND r.strategy <> 'manual';
    IF NOT helpdesk.can_take_tickets(NEW.assignee_id)
        OR v_is_moved AND v_routing.is_routed_on_transfer AND NOT EXISTS (
            SELECT 1
            FROM helpdesk.department_member AS m
            WHERE m.department_id = NEW.department_id AND m.person_id = NEW.assignee_id
        )
        OR NOT v_is_moved
            AND v_routing.is_routed_on_reopen
            AND helpdesk.is_absent(NEW.assignee_id, helpdesk.clock()) THEN
        NEW.assignee_id := NULL;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__release_assignee IS
'On transfer, reopening and restoring: takes the ticket from an assignee who was deactivated, and, where the '
'department routes, from one who is absent or no member of the new department.';

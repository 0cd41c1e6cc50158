-- A trigger, so that routing hears of a ticket whoever writes: REST, mail, rules, bulk, psql. The work itself is a job:
-- no customer waits for it or fails with it, tags given in the same request count, and many tickets of one transaction
-- are routed as one set.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__await_routing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_routing helpdesk.department_routing;
BEGIN
    IF NEW.assignee_id IS NULL AND NEW.status_category NOT IN ('solved', 'closed') AND NEW.deleted_at IS NULL THEN
        SELECT * INTO v_routing
        FROM helpdesk.department_routing AS r
        WHERE r.department_id = NEW.department_id AND r.strategy <> 'manual';
    END IF;
    IF NOT coalesce(CASE
        WHEN TG_OP = 'INSERT' THEN v_routing.is_routed_on_create
        WHEN NEW.department_id IS DISTINCT FROM OLD.department_id THEN v_routing.is_routed_on_transfer
        WHEN OLD.status_category IN ('solved', 'closed') OR OLD.deleted_at IS NOT NULL
            THEN v_routing.is_routed_on_reopen
        ELSE v_routing.is_routed_on_unassign
            OR v_routing.strategy <> 'manual' AND NOT helpdesk.can_take_tickets(OLD.assignee_id)
    END, false) THEN
        IF TG_OP = 'UPDATE' THEN
            DELETE FROM helpdesk.routing_wait AS w WHERE w.ticket_id = NEW.ticket_id;
        END IF;
        RETURN NULL;
    END IF;
    INSERT INTO helpdesk.routing_wait AS w (ticket_id, department_id)
    VALUES (NEW.ticket_id, NEW.department_id)
    ON CONFLICT (ticket_id) DO UPDATE
    SET department_id = excluded.department_id, reason = NULL, detail = NULL, tried_at = NULL;
    PERFORM helpdesk.enqueue_once('route_waiting');
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__await_routing IS
'Puts an unassigned ticket into routing_wait when its department routes what was created, moved, reopened or '
'unassigned, and queues the job; takes it out when it needs nobody any more.';

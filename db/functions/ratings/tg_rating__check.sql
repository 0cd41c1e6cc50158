-- A trigger, since the rule needs the ticket, its lock and the caller.
CREATE OR REPLACE FUNCTION helpdesk.tg_rating__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket := helpdesk.lock_ticket(NEW.ticket_id, 'tickets.rate');
    v_is_late boolean;
BEGIN
    NEW.rated_by := coalesce(helpdesk.acting_person_id(), NEW.rated_by, v_ticket.requester_id);
    IF NEW.rated_by <> v_ticket.requester_id THEN
        PERFORM helpdesk.refuse('PD002', format('only its requester may rate ticket %s', v_ticket.reference));
    END IF;
    IF v_ticket.merged_into_id IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD015', format('ticket %s has been merged', v_ticket.reference),
            format('It was merged into ticket %s.', v_ticket.merged_into_id)
        );
    END IF;
    IF v_ticket.status_category NOT IN ('solved', 'closed') OR v_ticket.is_spam THEN
        PERFORM helpdesk.refuse('PD508', format('ticket %s is not resolved', v_ticket.reference));
    END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.resolved_at := v_ticket.resolved_at;
        NEW.agent_id := v_ticket.assignee_id;
        v_is_late := EXISTS (
            SELECT 1
            FROM helpdesk.rating AS g
            WHERE g.ticket_id = NEW.ticket_id AND g.resolved_at = NEW.resolved_at
        );
    ELSE
        NEW.changed_at := helpdesk.clock();
        v_is_late := OLD.created_at + make_interval(hours => helpdesk.setting_int('rating_change_hours'))
            <= NEW.changed_at;
    END IF;
    IF v_is_late THEN
        PERFORM helpdesk.refuse('PD508', format('ticket %s has been rated', v_ticket.reference));
    END IF;
    NEW.comment := nullif(btrim(NEW.comment), '');
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_rating__check IS
'Says who may rate which ticket, and when, under the ticket''s lock, and until when change it. '
'Raises PD001, PD002, PD015, PD508.';

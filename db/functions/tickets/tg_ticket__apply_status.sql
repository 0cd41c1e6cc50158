-- A trigger, since the rule needs the old and the new row, the caller's role and the rows of status_transition.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__apply_status() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    -- Whatever the transitions say: merging and marking as spam close a ticket, undoing them and waking give the old
    -- status back.
    v_is_operation boolean := (NEW.merged_into_id IS NULL) <> (OLD.merged_into_id IS NULL)
        OR NEW.is_spam <> OLD.is_spam
        OR OLD.snoozed_until IS NOT NULL AND NEW.snoozed_until IS NULL AND NEW.status = OLD.status_before;
    v_obstacle record;
BEGIN
    v_obstacle := helpdesk.transition_obstacle(OLD, NEW, v_is_operation);
    IF v_obstacle.code IS NOT NULL THEN
        PERFORM helpdesk.refuse(v_obstacle.code, v_obstacle.message, v_obstacle.detail, v_obstacle.hint);
    END IF;

    NEW.status_category := (SELECT s.category FROM helpdesk.status AS s WHERE s.status = NEW.status);
    IF NEW.status_category IN ('solved', 'closed') THEN
        NEW.resolved_at := coalesce(OLD.resolved_at, NEW.updated_at);
        NEW.closed_at := CASE WHEN NEW.status_category = 'closed' THEN NEW.updated_at END;
    ELSE
        IF OLD.status_category IN ('solved', 'closed') THEN
            -- Undoing a merge or spam reopens nothing: the ticket was never done.
            NEW.reopened_at := CASE WHEN v_is_operation THEN OLD.reopened_at ELSE NEW.updated_at END;
            NEW.merged_into_id := NULL;
        END IF;
        NEW.resolved_at := NULL;
        NEW.closed_at := NULL;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__apply_status IS
'Allows only the transitions of status_transition and keeps the timestamps that follow the status. Raises PD002, '
'PD003, PD004, PD006, PD012.';

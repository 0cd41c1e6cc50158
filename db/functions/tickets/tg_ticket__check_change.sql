-- A trigger, since a column grant cannot tell a light agent from an agent, nor see the old row.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__check_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_counted helpdesk.ticket := OLD;
BEGIN
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    IF pg_trigger_depth() > 1 THEN
        v_counted.version := OLD.version + 1;
        IF NEW IS NOT DISTINCT FROM v_counted THEN
            RETURN NEW;
        END IF;
    END IF;
    IF current_setting('request.method', true) = 'PATCH' AND pg_trigger_depth() = 1 THEN
        PERFORM helpdesk.check_edit_count();
    END IF;
    IF (NEW.ticket_id, NEW.reference, NEW.created_at, NEW.channel, NEW.asked_at)
        IS DISTINCT FROM (OLD.ticket_id, OLD.reference, OLD.created_at, OLD.channel, OLD.asked_at) THEN
        PERFORM helpdesk.refuse('PD009', 'ticket_id, reference, channel, created_at and asked_at cannot be changed');
    END IF;
    IF (NEW.resolved_at, NEW.closed_at, NEW.reopened_at)
        IS DISTINCT FROM (OLD.resolved_at, OLD.closed_at, OLD.reopened_at) THEN
        PERFORM helpdesk.refuse('PD009', 'resolved_at, closed_at and reopened_at follow the status');
    END IF;
    IF NEW.priority <> OLD.priority THEN
        PERFORM helpdesk.require('tickets.priority');
    END IF;
    IF NEW.assignee_id IS DISTINCT FROM OLD.assignee_id THEN
        PERFORM helpdesk.require('tickets.assign');
    END IF;
    IF NEW.department_id IS DISTINCT FROM OLD.department_id THEN
        PERFORM helpdesk.require('tickets.transfer');
    END IF;
    IF NEW.deleted_at IS DISTINCT FROM OLD.deleted_at THEN
        PERFORM helpdesk.require('tickets.delete');
        IF NEW.deleted_at > helpdesk.clock() THEN
            PERFORM helpdesk.refuse('PD010', 'deleted_at is in the future');
        ELSIF NEW.deleted_at IS NOT NULL AND helpdesk.find_legal_hold(NULL, NEW.ticket_id) IS NOT NULL THEN
            PERFORM helpdesk.refuse('PD121', format('ticket %s is under legal hold', OLD.reference));
        END IF;
    END IF;
    IF (NEW.subject, NEW.description, NEW.ticket_type, NEW.language, NEW.due_at, NEW.requester_id, NEW.organisation_id)
        IS DISTINCT FROM
        (
            OLD.subject, OLD.description, OLD.ticket_type, OLD.language, OLD.due_at, OLD.requester_id,
            OLD.organisation_id
        ) THEN
        PERFORM helpdesk.require('tickets.edit');
    END IF;
    IF NEW.version <> OLD.version THEN
        PERFORM helpdesk.refuse(
            'PD005', format('ticket %s has version %s, not %s', OLD.reference, OLD.version, NEW.version)
        );
    END IF;
    IF OLD.merged_into_id IS NOT NULL AND NEW.merged_into_id IS NOT NULL
        AND (NEW.status, NEW.priority, NEW.ticket_type, NEW.assignee_id, NEW.department_id, NEW.due_at)
        IS DISTINCT FROM (
            OLD.status, OLD.priority, OLD.ticket_type, OLD.assignee_id, OLD.department_id, OLD.due_at
        ) THEN
        PERFORM helpdesk.raise_refusal(helpdesk.merged_refusal(OLD));
    END IF;
    NEW.version := OLD.version + 1;
    NEW.updated_at := greatest(helpdesk.clock(), OLD.updated_at);
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__check_change IS
'Says what may change, by whose permission and from which version; an update that changes nothing counts as '
'none, and triggers on what is kept beside a ticket count its version alone. Raises PD002, PD005, PD009, PD010, '
'PD015, PD018, PD121.';

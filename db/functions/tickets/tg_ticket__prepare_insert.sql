-- A trigger, since the values depend on the caller, on settings and on other rows.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__prepare_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_role text := helpdesk.actor_role();
    v_me bigint := helpdesk.me();
    v_requester helpdesk.person;
    v_status record;
BEGIN
    IF current_setting('request.path', true) = '/tickets' THEN
        PERFORM helpdesk.check_edit_count();
    END IF;
    PERFORM helpdesk.require('tickets.create');
    NEW.requester_id := coalesce(NEW.requester_id, v_me);
    IF v_role = 'customer' AND NEW.requester_id IS DISTINCT FROM v_me
        OR v_role = 'anon' AND NEW.requester_id IS NULL THEN
        PERFORM helpdesk.refuse('PD002', 'permission tickets.create_for_others is missing');
    END IF;
    IF v_role IN ('agent', 'admin') AND NEW.requester_id <> v_me THEN
        PERFORM helpdesk.require('tickets.create_for_others');
    END IF;
    IF NEW.assignee_id IS NOT NULL THEN
        PERFORM helpdesk.require('tickets.assign');
    END IF;
    IF NEW.due_at IS NOT NULL THEN
        PERFORM helpdesk.require('tickets.edit');
    END IF;
    SELECT * INTO v_requester FROM helpdesk.person AS p WHERE p.person_id = NEW.requester_id;
    IF v_role = 'anon' THEN
        PERFORM helpdesk.check_guest_ticket(NEW, v_requester);
    ELSIF v_role <> 'system' AND NOT v_requester.is_active THEN
        PERFORM helpdesk.refuse(
            'PD006', format('person %s is not active', NEW.requester_id), NULL, 'See /rest/people.'
        );
    END IF;

    SELECT s.status, s.category, s.is_default INTO v_status
    FROM helpdesk.status AS s
    WHERE s.is_active AND CASE WHEN NEW.status IS NULL THEN s.is_default ELSE s.status = NEW.status END;
    IF v_status.category IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', format('status %s does not exist or is not active', NEW.status), NULL, 'See /rest/statuses.'
        );
    END IF;
    IF NEW.status IS NOT NULL AND NOT v_status.is_default THEN
        PERFORM helpdesk.require('tickets.status');
    END IF;
    NEW.status := v_status.status;
    NEW.status_category := v_status.category;
    IF NEW.status_category NOT IN ('new', 'open') THEN
        PERFORM helpdesk.refuse('PD003', format('a ticket cannot begin as %s', NEW.status));
    END IF;

    NEW.subject := btrim(NEW.subject, E' \t\r\n');
    NEW.description := coalesce(NEW.description, '');
    NEW.priority := coalesce(NEW.priority, helpdesk.default_priority());
    NEW.priority_rank := helpdesk.priority_rank(NEW.priority);
    NEW.organisation_id := coalesce(NEW.organisation_id, v_requester.organisation_id);
    -- An assignee may be no member of it.
    IF NEW.department_id IS NULL AND NEW.assignee_id IS NULL THEN
        NEW.department_id := helpdesk.default_department_id();
    END IF;
    NEW.language := coalesce(NEW.language, v_requester.language, 'en');
    NEW.ticket_type := coalesce(NEW.ticket_type, 'question');
    NEW.channel := coalesce(NEW.channel, CASE v_role WHEN 'anon' THEN 'web' ELSE 'api' END);
    NEW.created_at := coalesce(NEW.created_at, helpdesk.clock());
    IF NEW.created_at > helpdesk.clock() THEN
        PERFORM helpdesk.refuse('PD010', 'created_at is in the future');
    END IF;
    NEW.updated_at := greatest(helpdesk.clock(), NEW.created_at);
    NEW.is_unverified := NEW.is_unverified OR v_role = 'anon';
    NEW.version := 1;
    NEW.next_due_at := NULL;
    NEW.sla_state := NULL;
    NEW.reference := helpdesk.setting_text('ticket_reference_prefix') || '-'
        || lpad(NEW.ticket_id::text, greatest(5, length(NEW.ticket_id::text)), '0');
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__prepare_insert IS
'Says who may open a ticket for whom, and sets its first status, reference and defaults. Raises PD002, PD003, '
'PD006, PD010, PD012, PD023.';

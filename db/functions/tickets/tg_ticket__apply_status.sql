-- A trigger, since the rule needs the old and the new row, the caller's role and the rows of status_transition.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__apply_status() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_role text := helpdesk.actor_role();
    v_transition helpdesk.status_transition;
    v_category text;
    v_missing text;
    -- Whatever the transitions say: merging and marking as spam close a ticket, undoing them and waking give the old
    -- status back.
    v_is_operation boolean := (NEW.merged_into_id IS NULL) <> (OLD.merged_into_id IS NULL)
        OR NEW.is_spam <> OLD.is_spam
        OR OLD.snoozed_until IS NOT NULL AND NEW.snoozed_until IS NULL AND NEW.status = OLD.status_before;
BEGIN
    SELECT s.category INTO v_category FROM helpdesk.status AS s WHERE s.status = NEW.status AND s.is_active;
    IF v_category IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', format('status %s does not exist or is not active', coalesce(NEW.status, 'null')), NULL,
            'See /rest/statuses.'
        );
    END IF;
    SELECT * INTO v_transition
    FROM helpdesk.status_transition AS t
    WHERE t.from_status = OLD.status AND t.to_status = NEW.status;
    IF NOT v_is_operation AND (v_transition.to_status IS NULL OR NOT v_role = ANY (v_transition.roles)) THEN
        PERFORM helpdesk.refuse(
            'PD003',
            format('ticket %s cannot go from %s to %s', OLD.reference, OLD.status, NEW.status),
            (
                SELECT format(
                    'From %s, %s may go to: %s.', OLD.status, v_role,
                    coalesce(string_agg(t.to_status, ', ' ORDER BY t.to_status), 'nothing')
                )
                FROM helpdesk.status_transition AS t
                WHERE t.from_status = OLD.status AND v_role = ANY (t.roles)
            )
        );
    END IF;
    IF v_is_operation THEN
        NULL;
    ELSIF v_role <> 'customer' THEN
        PERFORM helpdesk.require('tickets.status');
    ELSIF v_category = 'closed' THEN
        PERFORM helpdesk.require('tickets.close');
        IF OLD.requester_id IS DISTINCT FROM helpdesk.me() THEN
            PERFORM helpdesk.refuse('PD002', format('only its requester or staff may close ticket %s', OLD.reference));
        END IF;
        IF NOT helpdesk.setting_bool('allow_customer_close') THEN
            PERFORM helpdesk.refuse('PD012', 'setting allow_customer_close forbids closing');
        END IF;
    END IF;
    SELECT string_agg(f.name, ', ') INTO v_missing
    FROM unnest(v_transition.required_fields) AS f(name)
    WHERE to_jsonb(NEW) ->> f.name IS NULL AND NOT v_is_operation;
    IF v_missing IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD004', format('ticket %s needs %s to become %s', OLD.reference, v_missing, NEW.status)
        );
    END IF;

    NEW.status_category := v_category;
    IF v_category IN ('solved', 'closed') THEN
        NEW.resolved_at := coalesce(OLD.resolved_at, NEW.updated_at);
        NEW.closed_at := CASE WHEN v_category = 'closed' THEN NEW.updated_at END;
    ELSE
        IF OLD.status_category IN ('solved', 'closed') THEN
            NEW.reopened_at := NEW.updated_at;
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

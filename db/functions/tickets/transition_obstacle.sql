CREATE OR REPLACE FUNCTION helpdesk.transition_obstacle(
    p_old helpdesk.ticket,
    p_new helpdesk.ticket,
    p_is_operation boolean,
    OUT code text,
    OUT message text,
    OUT detail text,
    OUT hint text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_role text := helpdesk.actor_role();
    v_transition helpdesk.status_transition;
    v_category text;
    v_permission text;
    v_missing text;
BEGIN
    SELECT s.category INTO v_category FROM helpdesk.status AS s WHERE s.status = p_new.status AND s.is_active;
    v_permission := CASE
        WHEN p_is_operation OR v_role IN ('anon', 'customer') THEN NULL
        WHEN NOT helpdesk.can('tickets.status') THEN 'tickets.status'
        WHEN v_category = 'closed' THEN 'tickets.close'
        WHEN p_old.status_category IN ('solved', 'closed') AND v_category NOT IN ('solved', 'closed')
            THEN 'tickets.reopen'
    END;
    IF v_permission IS NOT NULL AND NOT helpdesk.can(v_permission) THEN
        code := 'PD002';
        message := format('permission %s is missing', v_permission);
        RETURN;
    ELSIF v_category IS NULL THEN
        code := 'PD006';
        message := format('status %s does not exist or is not active', coalesce(p_new.status, 'null'));
        hint := 'See /rest/statuses.';
        RETURN;
    ELSIF p_is_operation THEN
        RETURN;
    END IF;
    SELECT * INTO v_transition
    FROM helpdesk.status_transition AS t
    WHERE t.from_status = p_old.status AND t.to_status = p_new.status;
    IF v_transition.to_status IS NULL OR NOT v_role = ANY (v_transition.roles) THEN
        code := 'PD003';
        message := format('ticket %s cannot go from %s to %s', p_old.reference, p_old.status, p_new.status);
        SELECT format(
            'From %s, %s may go to: %s.', p_old.status, v_role,
            coalesce(string_agg(t.to_status, ', ' ORDER BY t.to_status), 'nothing')
        ) INTO detail
        FROM helpdesk.status_transition AS t
        WHERE t.from_status = p_old.status AND v_role = ANY (t.roles);
        RETURN;
    END IF;
    IF v_role = 'customer'
        AND p_old.status_category = 'closed'
        AND v_category NOT IN ('solved', 'closed')
        AND helpdesk.is_past_reopening(p_old.ticket_id) THEN
        code := 'PD012';
        message := format('ticket %s was closed too long ago to be reopened', p_old.reference);
        detail := format('A ticket can be reopened for %s days.', helpdesk.setting_int('reopen_within_days'));
        hint := 'Reply to it: that opens a ticket which follows it up.';
        RETURN;
    END IF;
    IF v_role = 'customer' AND v_category = 'closed' THEN
        IF NOT helpdesk.can('tickets.close') THEN
            code := 'PD002';
            message := 'permission tickets.close is missing';
            RETURN;
        ELSIF p_old.requester_id IS DISTINCT FROM helpdesk.acting_person_id() THEN
            code := 'PD002';
            message := format('only its requester or staff may close ticket %s', p_old.reference);
            RETURN;
        ELSIF NOT helpdesk.setting_bool('allow_customer_close') THEN
            code := 'PD012';
            message := 'setting allow_customer_close forbids closing';
            RETURN;
        END IF;
    END IF;
    IF v_transition.required_fields <> '{}' THEN
        SELECT string_agg(f.name, ', ') INTO v_missing
        FROM unnest(v_transition.required_fields) AS f(name)
        WHERE to_jsonb(p_new) ->> f.name IS NULL;
    END IF;
    IF v_missing IS NOT NULL THEN
        code := 'PD004';
        message := format('ticket %s needs %s to become %s', p_old.reference, v_missing, p_new.status);
        RETURN;
    END IF;
    IF v_role <> 'customer'
        AND v_category IN ('solved', 'closed') AND p_old.status_category NOT IN ('solved', 'closed') THEN
        SELECT string_agg(i.label, ', ' ORDER BY i.position, i.checklist_item_id) INTO v_missing
        FROM helpdesk.checklist_item AS i
        WHERE i.ticket_id = p_old.ticket_id AND i.is_required AND NOT i.is_done;
        IF v_missing IS NOT NULL THEN
            code := 'PD004';
            message := format('steps of the checklist of ticket %s are not done', p_old.reference);
            detail := v_missing;
            hint := 'See /rest/checklist_items.';
            RETURN;
        END IF;
        IF v_role = 'system' OR NOT helpdesk.can('approvals.override') THEN
            SELECT string_agg(a.question, E'\n' ORDER BY a.approval_id) INTO v_missing
            FROM helpdesk.approval AS a
            WHERE a.ticket_id = p_old.ticket_id AND a.is_required AND a.state = 'pending';
            IF v_missing IS NOT NULL THEN
                code := 'PD004';
                message := format('ticket %s waits for an approval', p_old.reference);
                detail := v_missing;
                hint := 'See /rest/approvals; rpc/withdraw_approval takes back what is not needed any more.';
            END IF;
        END IF;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.transition_obstacle IS
'Why the caller may not change a ticket''s status so, as what helpdesk.refuse takes; code NULL: nothing is in the way. '
'Operations (merging, spam, waking) go whatever the transitions say. Custom fields are asked for apart, once they are '
'written.';

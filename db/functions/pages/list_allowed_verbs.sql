CREATE OR REPLACE FUNCTION helpdesk.list_allowed_verbs(p_ticket helpdesk.ticket, p_statuses jsonb) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_is_customer boolean := helpdesk.actor_role() = 'customer';
    v_me bigint := helpdesk.acting_person_id();
    v_is_work boolean := helpdesk.ticket_access(p_ticket, helpdesk.me(), helpdesk.actor_role()) = 'work';
    v_is_ended boolean := p_ticket.status_category IN ('solved', 'closed');
    v_open text[] := ARRAY(
        SELECT s.value ->> 'status' FROM jsonb_array_elements(p_statuses) AS s(value)
        WHERE s.value -> 'obstacle' = 'null'
    );
BEGIN
    IF p_ticket.merged_into_id IS NOT NULL THEN
        RETURN QUERY SELECT 'unmerge_ticket' WHERE NOT v_is_customer AND v_is_work AND helpdesk.can('tickets.merge');
        RETURN;
    END IF;
    RETURN QUERY
    SELECT v.verb
    FROM (VALUES
        ('reply', 'tickets.reply', v_is_work OR v_is_customer),
        ('set_custom_fields', 'tickets.custom_fields', v_is_work),
        ('set_status', 'tickets.status', NOT v_is_customer AND v_open <> '{}'),
        ('resolve_ticket', 'tickets.status', NOT v_is_customer AND 'resolved' = ANY (v_open)),
        (
            'close_ticket', CASE WHEN v_is_customer THEN 'tickets.close' ELSE 'tickets.status' END,
            'closed' = ANY (v_open)
        ),
        (
            'reopen_ticket', CASE WHEN v_is_customer THEN 'tickets.reopen' ELSE 'tickets.status' END,
            'reopened' = ANY (v_open)
            AND (
                NOT v_is_customer
                OR p_ticket.requester_id = v_me AND NOT p_ticket.is_spam
                AND helpdesk.setting_bool('allow_customer_reopen')
            )
        ),
        (
            'rate_ticket', 'tickets.rate',
            v_is_customer AND v_is_ended AND NOT p_ticket.is_spam AND p_ticket.requester_id = v_me
            AND NOT EXISTS (
                SELECT
                FROM helpdesk.rating AS g
                WHERE g.ticket_id = p_ticket.ticket_id AND g.resolved_at = p_ticket.resolved_at
                    AND g.created_at + make_interval(hours => helpdesk.setting_int('rating_change_hours'))
                        <= helpdesk.clock()
            )
        )
    ) AS v (verb, permission, fits)
    WHERE v.fits AND helpdesk.can(v.permission);
    IF v_is_customer THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT v.verb
    FROM (VALUES
        ('add_note', 'tickets.note', true),
        ('follow_ticket', 'tickets.follow', true),
        ('schedule_reply', 'tickets.reply', v_is_work),
        ('assign_ticket', 'tickets.assign', v_is_work),
        ('claim_ticket', 'tickets.assign', v_is_work AND p_ticket.assignee_id IS NULL),
        ('unassign_ticket', 'tickets.assign', v_is_work AND p_ticket.assignee_id IS NOT NULL),
        ('set_priority', 'tickets.priority', v_is_work),
        ('set_department', 'tickets.transfer', v_is_work),
        ('set_type', 'tickets.edit', v_is_work),
        ('change_requester', 'tickets.edit', v_is_work),
        ('set_tags', 'tickets.tag', v_is_work),
        ('add_participant', 'tickets.participants', v_is_work),
        ('pin_message', 'tickets.pin', v_is_work),
        ('escalate_ticket', 'tickets.escalate', v_is_work),
        ('ask_approval', 'approvals.ask', v_is_work AND NOT v_is_ended),
        ('start_side_conversation', 'tickets.note', true),
        ('apply_macro', 'macros.use', v_is_work),
        ('add_checklists', 'tickets.checklist', v_is_work),
        ('log_time', 'tickets.time', true),
        ('link_tickets', 'tickets.link', v_is_work),
        ('merge_tickets', 'tickets.merge', v_is_work),
        ('split_ticket', 'tickets.split', v_is_work),
        ('snooze_ticket', 'tickets.snooze', v_is_work AND NOT v_is_ended),
        ('wake_ticket', 'tickets.snooze', v_is_work AND p_ticket.snoozed_until IS NOT NULL),
        ('mark_spam', 'tickets.spam', v_is_work AND NOT p_ticket.is_spam),
        ('unmark_spam', 'tickets.spam', v_is_work AND p_ticket.is_spam),
        ('send_guest_link', 'tickets.guest_links', v_is_work AND NOT p_ticket.is_spam),
        ('delete_ticket', 'tickets.delete', v_is_work)
    ) AS v (verb, permission, fits)
    WHERE v.fits AND helpdesk.can(v.permission);
END
$$;

COMMENT ON FUNCTION helpdesk.list_allowed_verbs IS
'Names of the verbs that the caller may call on a ticket now; p_statuses as of list_next_statuses.';

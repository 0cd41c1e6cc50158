INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('may create tickets', '(SELECT helpdesk.can(''tickets.create''))'),
    ('may coin tags', '(SELECT helpdesk.can(''tags.create''))'),
    -- Tickets. helpdesk.ticket_access says the same of one ticket; tests/rls/test_visibility.py holds them together.
    ('at hand by role, department or as assignee', $$
        (SELECT helpdesk.sees_all_tickets())
        OR department_id = ANY ((SELECT helpdesk.my_visible_department_ids())::bigint[])
        OR department_id IS NULL AND (SELECT helpdesk.my_visibility()) = 'departments'
        OR assignee_id = (SELECT helpdesk.me())
    $$),
    ('a workable ticket', 'deleted_at IS NULL AND [at hand by role, department or as assignee]'),
    ('a visible ticket', $$
        deleted_at IS NULL AND (
            [at hand by role, department or as assignee]
            OR ticket_id = ANY ((SELECT helpdesk.my_mentioned_ticket_ids())::bigint[])
        )
    $$),
    ('a ticket of one''s own', $$
        deleted_at IS NULL AND (
            requester_id = (SELECT helpdesk.me())
            OR organisation_id = (SELECT helpdesk.my_shared_organisation_id())
            OR ticket_id = ANY ((SELECT helpdesk.my_participating_ticket_ids())::bigint[])
        )
    $$),
    ('for oneself', 'requester_id = (SELECT helpdesk.me())'),
    ('a reply of one''s own', 'kind = ''reply'' AND [written by oneself]'),
    ('a reply on a visible ticket', 'kind = ''reply'' AND deleted_at IS NULL AND [of a visible ticket]'),
    ('public, of a visible ticket', $$
        kind IN (SELECT k.kind FROM helpdesk.event_kind AS k WHERE k.is_public) AND [of a visible ticket]
    $$),
    ('public', 'is_public'),
    -- A policy asks as the caller, whom the policies of tag show public ones.
    ('public, on a visible ticket', $$
        tag_id IN (SELECT g.tag_id FROM helpdesk.tag AS g WHERE g.is_public) AND [of a visible ticket]
    $$),
    ('recent, of a visible ticket', 'seen_at > (SELECT helpdesk.presence_begins_at()) AND [of a visible ticket]');

-- An agent may move a ticket out of sight: the new row need not be workable.
INSERT INTO pgdesk_deploy.access_right (name, rule, new_row_rule, columns) VALUES
    ('ticket_staff_update', 'a workable ticket', 'everything',
        'ticket_id, subject, description, status, priority, ticket_type, requester_id, department_id, assignee_id, '
        'language, due_at, version');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('status_anyone_select', 'everything', '*'),
    ('status_admin_insert', 'may edit settings',
        'status, category, label, color, position, is_default, is_active, description'),
    ('status_admin_update', 'may edit settings',
        'category, label, color, position, is_default, is_active, description'),
    ('status_admin_delete', 'may edit settings', '*'),
    ('status_transition_anyone_select', 'everything', '*'),
    ('status_transition_admin_insert', 'may edit settings', 'from_status, to_status, roles, required_fields'),
    ('status_transition_admin_update', 'may edit settings', 'from_status, to_status, roles, required_fields'),
    ('status_transition_admin_delete', 'may edit settings', '*'),
    ('priority_anyone_select', 'everything', '*'),
    ('priority_admin_insert', 'may edit settings', 'priority, label, position, color'),
    ('priority_admin_update', 'may edit settings', 'priority, label, position, color'),
    ('priority_admin_delete', 'may edit settings', '*'),
    ('ticket_type_anyone_select', 'everything', '*'),
    ('ticket_type_admin_insert', 'may edit settings', 'ticket_type, label'),
    ('ticket_type_admin_update', 'may edit settings', 'ticket_type, label'),
    ('ticket_type_admin_delete', 'may edit settings', '*'),
    ('channel_anyone_select', 'everything', '*'),
    ('tag_staff_select', 'signed in', '*'),
    ('tag_customer_select', 'public', '*'),
    ('tag_anon_select', 'public', '*'),
    ('tag_agent_insert', 'may coin tags', 'tag_id, name, color, description'),
    ('tag_admin_insert', 'may edit settings', 'tag_id, name, color, description, is_public, is_active'),
    ('tag_admin_update', 'may edit settings', 'tag_id, name, color, description, is_public, is_active'),
    ('tag_admin_delete', 'may edit settings', '*'),
    ('ticket_staff_select', 'a visible ticket', '*'),
    ('ticket_customer_select', 'a ticket of one''s own', '*'),
    ('ticket_staff_insert', 'may create tickets',
        'ticket_id, subject, description, status, priority, ticket_type, channel, requester_id, department_id, '
        'assignee_id, language, due_at'),
    ('ticket_customer_insert', 'for oneself',
        'ticket_id, subject, description, status, priority, ticket_type, channel, requester_id, department_id, '
        'assignee_id, language, due_at'),
    ('message_staff_select', 'of a visible ticket', '*'),
    ('message_customer_select', 'a reply on a visible ticket', '*'),
    ('message_staff_insert', 'written by oneself', 'message_id, ticket_id, kind, body, is_pinned, sets_status'),
    ('message_customer_insert', 'a reply of one''s own', 'message_id, ticket_id, body'),
    ('message_staff_update', 'of a visible ticket', 'message_id, body, is_pinned'),
    ('message_customer_update', 'a reply of one''s own', 'message_id, body'),
    ('ticket_tag_staff_select', 'of a visible ticket', '*'),
    ('ticket_tag_customer_select', 'public, on a visible ticket', '*'),
    ('ticket_tag_staff_insert', 'of a workable ticket', 'ticket_id, tag_id'),
    ('ticket_tag_staff_delete', 'of a workable ticket', '*'),
    ('ticket_follower_staff_select', 'of a visible ticket', '*'),
    -- The view tickets asks, for whomever it is asked.
    ('ticket_follower_customer_select', 'nothing', 'ticket_id, person_id'),
    ('ticket_participant_person_select', 'of a visible ticket', '*'),
    ('ticket_presence_staff_select', 'recent, of a visible ticket', '*'),
    ('draft_staff_select', 'own', '*'),
    ('event_kind_anyone_select', 'everything', '*'),
    ('event_staff_select', 'of a visible ticket', '*'),
    ('event_customer_select', 'public, of a visible ticket', '*');

-- Who does what on which table. What has no row here nobody may do: pgdesk migrate creates, replaces and drops
-- policies and grants of tables until the database says the same. Grants on views stand beside the views.
DELETE FROM pgdesk_deploy.access_right;
DELETE FROM pgdesk_deploy.access_rule;
DELETE FROM pgdesk_deploy.access_schema;
DELETE FROM pgdesk_deploy.access_who;
DELETE FROM pgdesk_deploy.access_role;

INSERT INTO pgdesk_deploy.access_role (role, attributes, member_of, comment) VALUES
    ('pgdesk_owner', '{}', '{}', 'Owns all of pgdesk; nobody can log in as it.'),
    (
        'authenticator', '{LOGIN,NOINHERIT}', '{anon,customer,agent,admin}',
        'Login of the API; switches to the role that the token names.'
    ),
    ('anon', '{}', '{}', 'Requests without a token.'),
    ('customer', '{}', '{}', 'People who ask for help; they see their own tickets.'),
    ('agent', '{}', '{}', 'Staff who answer.'),
    ('admin', '{}', '{}', 'Staff who also configure.'),
    ('worker', '{LOGIN}', '{}', 'Login of workers and of pg_cron jobs; calls functions, reads no table.'),
    (
        'doorkeeper', '{LOGIN}', '{}',
        'Login by which the api process signs people in; calls the functions of that, reads no table.'
    ),
    ('reporter', '{LOGIN}', '{}', 'Login of BI tools; reads schema reports only.');

-- Words for roles.
INSERT INTO pgdesk_deploy.access_who (who, roles) VALUES
    ('anyone', '{anon,customer,agent,admin}'),
    ('person', '{customer,agent,admin}'),
    ('staff', '{agent,admin}'),
    ('anon', '{anon}'),
    ('customer', '{customer}'),
    ('agent', '{agent}'),
    ('admin', '{admin}'),
    ('authenticator', '{authenticator}'),
    ('worker', '{worker}'),
    ('doorkeeper', '{doorkeeper}'),
    ('reporter', '{reporter}');

-- Who reaches into a schema. Clients reach api only; what they do there is checked against their rights on the tables.
INSERT INTO pgdesk_deploy.access_schema (schema, who) VALUES
    ('helpdesk', 'worker'),
    ('helpdesk', 'doorkeeper'),
    ('dramatiq', 'worker'),
    ('hook', 'anyone'),
    ('hook', 'authenticator'),
    ('reports', 'reporter'),
    ('api', 'anyone'),
    ('api', 'worker');

-- Which rows: rules by name. "this" is the table, [a rule] another rule.
-- Helpers are wrapped in (SELECT …), so that a statement calls them once and not for each row.
INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('everything', 'true'),
    ('nothing', 'false'),
    ('signed in', '(SELECT helpdesk.me()) IS NOT NULL'),
    ('own', 'person_id = (SELECT helpdesk.me())'),
    ('written by oneself', 'author_id = (SELECT helpdesk.me())'),
    ('may create tickets', '(SELECT helpdesk.can(''tickets.create''))'),
    ('own, or a customer by who may keep them',
        '[own] OR role = ''customer'' AND (SELECT helpdesk.can(''people.customers''))'),
    ('of a person whom one may keep', $$
        EXISTS (
            SELECT
            FROM helpdesk.person AS p
            WHERE p.person_id = this.person_id
                AND CASE p.role
                    WHEN 'customer' THEN (SELECT helpdesk.can('people.customers')) OR [may edit people]
                    WHEN 'admin' THEN [may edit people] AND [may edit settings]
                    ELSE [may edit people]
                END
        )
    $$),
    ('may coin tags', '(SELECT helpdesk.can(''tags.create''))'),
    ('own, or may see sessions', '[own] OR (SELECT helpdesk.can(''people.access''))'),
    ('may edit people', '(SELECT helpdesk.can(''people.edit''))'),
    ('own, or may impersonate', '[own] OR (SELECT helpdesk.can(''people.impersonate''))'),
    ('may edit rules', '(SELECT helpdesk.can(''rules.edit''))'),
    ('may edit settings', '(SELECT helpdesk.can(''settings.edit''))'),
    ('may edit providers', '(SELECT helpdesk.can(''providers.edit''))'),
    ('may edit keys', '(SELECT helpdesk.can(''keys.edit''))'),
    ('may edit webhooks', '(SELECT helpdesk.can(''webhooks.edit''))'),
    ('may note on people', '(SELECT helpdesk.can(''people.note''))'),
    ('may erase people', '(SELECT helpdesk.can(''privacy.erase''))'),
    ('own, or may erase people', '[own] OR [may erase people]'),
    ('may hold', '(SELECT helpdesk.can(''privacy.hold''))'),
    ('may read the audit log', '(SELECT helpdesk.can(''audit.read''))'),
    ('own, or may keep tokens', '[own] OR (SELECT helpdesk.can(''tokens.keep''))'),
    ('of a visible token', 'EXISTS (SELECT 1 FROM helpdesk.api_token AS t WHERE t.api_token_id = this.api_token_id)'),
    ('own, or may edit people', '[own] OR [may edit people]'),
    ('signed in, or open to guests', '[signed in] OR is_public AND is_active'),
    ('owned', 'owner_id = (SELECT helpdesk.me())'),
    ('owned, or may edit rules', '[owned] OR [may edit rules]'),
    ('shared, or owned', 'is_shared AND [signed in] OR [owned]'),

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

    -- What belongs to tickets is seen where the tickets are: the policies of helpdesk.ticket decide.
    ('of a visible ticket', 'EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = this.ticket_id)'),
    ('of a workable ticket', $$
        EXISTS (
            SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = this.ticket_id AND helpdesk.can_work_on_ticket(t)
        )
    $$),
    ('into a visible ticket', 'EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = this.target_id)'),
    ('between visible tickets', $$
        EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = this.from_id)
        AND EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = this.to_id)
    $$),
    ('a follow-up between visible tickets', 'kind = ''follow_up'' AND [between visible tickets]'),
    ('a reply of one''s own', 'kind = ''reply'' AND [written by oneself]'),
    ('a reply on a visible ticket', 'kind = ''reply'' AND deleted_at IS NULL AND [of a visible ticket]'),
    ('of a visible message or ticket', $$
        CASE
            WHEN message_id IS NULL THEN [of a visible ticket]
            ELSE EXISTS (SELECT 1 FROM helpdesk.message AS m WHERE m.message_id = this.message_id)
        END
    $$),
    ('public, of a visible ticket', $$
        kind IN (SELECT k.kind FROM helpdesk.event_kind AS k WHERE k.is_public) AND [of a visible ticket]
    $$),
    ('public', 'is_public'),
    -- A policy asks as the caller, whom the policies of tag show public ones.
    ('public, on a visible ticket', $$
        tag_id IN (SELECT g.tag_id FROM helpdesk.tag AS g WHERE g.is_public) AND [of a visible ticket]
    $$),
    ('recent, of a visible ticket', 'seen_at > (SELECT helpdesk.presence_begins_at()) AND [of a visible ticket]'),
    ('a mention of oneself', 'mentioned_id = (SELECT helpdesk.me())'),
    ('part of it, or of a visible ticket', $$
        side_conversation_id = ANY ((SELECT helpdesk.my_side_conversation_ids())::bigint[]) OR [of a visible ticket]
    $$),
    ('of a visible side conversation', $$
        EXISTS (
            SELECT 1 FROM helpdesk.side_conversation AS c WHERE c.side_conversation_id = this.side_conversation_id
        )
    $$),

    ('the own organisation', $$
        organisation_id = (
            SELECT p.organisation_id FROM helpdesk.person AS p WHERE p.person_id = (SELECT helpdesk.me())
        )
    $$),
    ('a form for everybody', 'audience = ''public'' AND is_active'),
    ('a form for the caller', $$
        [a form for everybody] OR is_active AND (
            audience = 'customers' AND [signed in] OR audience = 'organisation' AND [the own organisation]
        )
    $$),
    ('of a visible form', 'EXISTS (SELECT 1 FROM helpdesk.request_form AS f WHERE f.form = this.form)'),
    ('asked by a visible form', '[of a visible form] AND (custom_field_id IS NULL OR [of a visible field])'),
    ('a visible saved view', 'helpdesk.can_see_saved_view(this)'),

    -- Articles. helpdesk.can_see_article says the same of one; tests/articles/test_visibility.py holds them together.
    ('may publish articles', '(SELECT helpdesk.can(''articles.publish''))'),
    ('may edit articles', '(SELECT helpdesk.can(''articles.edit''))'),
    ('a category for oneself', $$
        [may publish articles] OR category_id = ANY ((SELECT helpdesk.my_article_category_ids())::bigint[])
    $$),
    ('of a category for oneself', $$
        category_id IN (SELECT c.category_id FROM helpdesk.article_category AS c)
    $$),
    ('an article for oneself', $$
        [may publish articles]
        OR audience = ANY ((SELECT helpdesk.my_article_audiences())::text[])
            AND (category_id IS NULL OR category_id = ANY ((SELECT helpdesk.my_article_category_ids())::bigint[]))
    $$),
    ('an article shown to oneself', $$
        NOT is_archived AND shown_from <= (SELECT helpdesk.clock()) AND ([an article for oneself])
    $$),
    ('an article for a member of staff', '[signed in] AND ([an article for oneself]) OR [an article shown to oneself]'),
    ('of a visible article', $$
        (SELECT a.article_id FROM helpdesk.article AS a WHERE a.article_id = this.article_id) IS NOT NULL
    $$),
    ('shown, of a visible article', $$
        helpdesk.shown_version_id(version_id, next_version_id, next_at) IS NOT NULL AND [of a visible article]
    $$),
    ('for staff, of a visible article', '[signed in] AND [of a visible article]'),
    ('of a visible article, for others than staff if shown',
        '[for staff, of a visible article] OR [shown, of a visible article]'),
    ('the version that is shown', $$
        article_version_id = (
            SELECT helpdesk.shown_version_id(t.version_id, t.next_version_id, t.next_at)
            FROM helpdesk.article_translation AS t
            WHERE t.article_id = this.article_id AND t.language = this.language
        )
    $$),
    ('of a visible article, by who may edit them', '[may edit articles] AND [of a visible article]'),
    ('between visible articles', $$
        [signed in] AND [of a visible article]
        AND (SELECT a.article_id FROM helpdesk.article AS a WHERE a.article_id = this.related_id) IS NOT NULL
    $$),
    ('between visible articles, by who may edit them', '[may edit articles] AND [between visible articles]'),

    ('visible to customers', 'is_visible_to_customers AND is_active'),
    ('a field that customers see', $$
        customer_access <> 'none' AND is_active AND object IN (SELECT o.object FROM helpdesk.custom_object AS o)
    $$),
    ('a field that guests fill in', 'customer_access = ''edit'' AND is_active AND object = ''ticket'''),
    ('of a visible field', 'custom_field_id IN (SELECT f.custom_field_id FROM helpdesk.custom_field AS f)'),
    -- Not EXISTS: that can be hashed, which reads all tickets (130 ms for a page of 100,000 ordered by a field; so
    -- 1 ms).
    ('values of a visible ticket', $$
        (SELECT p.ticket_id FROM helpdesk.ticket AS p WHERE p.ticket_id = this.ticket_id) IS NOT NULL
    $$),
    ('values of a visible person', $$
        (SELECT p.person_id FROM helpdesk.person AS p WHERE p.person_id = this.person_id) IS NOT NULL
    $$),
    ('values of a visible organisation', $$
        (SELECT p.organisation_id FROM helpdesk.organisation AS p WHERE p.organisation_id = this.organisation_id)
            IS NOT NULL
    $$),
    ('a choice of a visible ticket', '[values of a visible ticket] AND [of a visible field]'),
    ('a choice of a visible person', '[values of a visible person] AND [of a visible field]'),
    ('a choice of a visible organisation', '[values of a visible organisation] AND [of a visible field]');

-- An agent may move a ticket out of sight: the new row need not be workable.
INSERT INTO pgdesk_deploy.access_right (name, rule, new_row_rule, columns) VALUES
    ('ticket_staff_update', 'a workable ticket', 'everything',
        'ticket_id, subject, description, status, priority, ticket_type, requester_id, department_id, assignee_id, '
        'language, due_at, version');

-- The rights: table, who and verb; which rows; which columns (* all).
INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    -- base
    ('error_code_anyone_select', 'everything', '*'),
    ('setting_staff_select', 'signed in', '*'),
    ('setting_admin_update', 'may edit settings', 'value'),
    ('permission_staff_select', 'signed in', '*'),
    ('role_permission_staff_select', 'signed in', '*'),
    ('desk_role_staff_select', 'signed in', '*'),
    ('desk_role_admin_insert', 'may edit settings', 'role, builds_on, description, visibility'),
    ('desk_role_admin_update', 'may edit settings', 'role, builds_on, description, visibility'),
    ('desk_role_admin_delete', 'may edit settings', '*'),
    ('role_permission_admin_insert', 'may edit settings', 'role, permission'),
    ('role_permission_admin_update', 'may edit settings', 'role, permission'),
    ('role_permission_admin_delete', 'may edit settings', '*'),
    -- queue
    ('dramatiq.queue_worker_select', 'everything', '*'),
    ('dramatiq.queue_worker_insert', 'everything', '*'),
    ('dramatiq.queue_worker_update', 'everything', '*'),
    ('dramatiq.queue_worker_delete', 'everything', '*'),
    ('dramatiq.worker_worker_select', 'everything', '*'),
    ('dramatiq.worker_worker_insert', 'everything', '*'),
    ('dramatiq.worker_worker_update', 'everything', '*'),
    ('dramatiq.worker_worker_delete', 'everything', '*'),
    ('dramatiq.result_worker_select', 'everything', '*'),
    ('dramatiq.result_worker_insert', 'everything', '*'),
    ('dramatiq.result_worker_update', 'everything', '*'),
    ('dramatiq.result_worker_delete', 'everything', '*'),
    -- schedule
    ('schedule_staff_select', 'signed in', '*'),
    ('schedule_admin_update', 'may edit settings', 'cron, is_active'),
    ('schedule_run_staff_select', 'signed in', '*'),
    -- audit
    ('audit.change_admin_select', 'may read the audit log', '*'),
    -- seals
    ('audit.seal_admin_select', 'may read the audit log', '*'),
    -- privacy
    ('removal_customer_select', 'own', '*'),
    ('removal_admin_select', 'own, or may erase people', '*'),
    ('legal_hold_admin_select', 'may hold', '*'),
    -- people
    ('organisation_staff_select', 'signed in', '*'),
    ('organisation_customer_select', 'the own organisation', '*'),
    ('organisation_admin_insert', 'may edit settings',
        'organisation_id, name, has_shared_tickets, notes, is_active, calendar_id'),
    ('organisation_admin_update', 'may edit settings',
        'organisation_id, name, has_shared_tickets, notes, is_active, calendar_id'),
    ('organisation_admin_delete', 'may edit settings', '*'),
    ('organisation_domain_staff_select', 'signed in', '*'),
    ('organisation_domain_admin_insert', 'may edit settings', 'domain, organisation_id'),
    ('organisation_domain_admin_update', 'may edit settings', 'domain, organisation_id'),
    ('organisation_domain_admin_delete', 'may edit settings', '*'),
    ('person_staff_select', 'signed in', '*'),
    ('person_customer_select', 'own', '*'),
    ('person_admin_insert', 'may edit people',
        'person_id, name, email, phone, handle, role, organisation_id, external_id, language, time_zone, is_active'),
    ('person_customer_update', 'own', 'person_id, name, phone, language, time_zone'),
    ('person_agent_update', 'own, or a customer by who may keep them',
        'person_id, name, email, phone, organisation_id, language, time_zone'),
    ('person_admin_update', 'may edit people',
        'person_id, name, email, phone, handle, role, organisation_id, external_id, language, time_zone, is_active'),
    ('person_address_staff_select', 'signed in', '*'),
    ('person_address_customer_select', 'own', '*'),
    ('person_address_staff_insert', 'of a person whom one may keep', 'email, person_id'),
    ('person_address_customer_delete', 'own', '*'),
    ('person_address_staff_delete', 'of a person whom one may keep', '*'),
    ('person_merge_staff_select', 'signed in',
        'person_merge_id, source_id, target_id, merged_by, merged_at, undone_at, undone_by'),
    ('agent_staff_select', 'signed in', '*'),
    ('agent_agent_update', 'own', 'availability, signature'),
    ('agent_admin_update', 'may edit settings', 'is_light, desk_role, availability, signature, max_open, calendar_id'),
    ('person_note_staff_select', 'signed in', '*'),
    ('person_note_agent_delete', 'written by oneself', '*'),
    ('person_note_admin_delete', 'may note on people', '*'),
    ('department_anyone_select', 'signed in, or open to guests', '*'),
    ('department_admin_insert', 'may edit settings',
        'department_id, name, slug, description, is_active, is_public, calendar_id, mail_addresses'),
    ('department_admin_update', 'may edit settings',
        'department_id, name, slug, description, is_active, is_public, calendar_id, mail_addresses'),
    ('department_admin_delete', 'may edit settings', '*'),
    ('department_member_staff_select', 'signed in', '*'),
    ('department_member_admin_insert', 'may edit settings', 'department_id, person_id, is_lead'),
    ('department_member_admin_update', 'may edit settings', 'department_id, person_id, is_lead'),
    ('department_member_admin_delete', 'may edit settings', '*'),
    -- tickets
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
    ('event_customer_select', 'public, of a visible ticket', '*'),
    -- conditions
    ('condition_operator_staff_select', 'signed in', '*'),
    ('condition_type_staff_select', 'signed in', '*'),
    ('condition_field_staff_select', 'signed in', '*'),
    -- rules
    ('rule_action_staff_select', 'signed in', '*'),
    ('rule_staff_select', 'shared, or owned', '*'),
    ('rule_agent_insert', 'owned, or may edit rules',
        'rule_id, kind, name, description, position, is_active, conditions, actions, owner_id, is_shared'),
    ('rule_admin_insert', 'owned, or may edit rules',
        'rule_id, kind, name, description, position, is_active, trigger_kind, is_manual, conditions, actions, '
        'owner_id, is_shared'),
    ('rule_agent_update', 'owned, or may edit rules',
        'rule_id, name, description, position, is_active, conditions, actions, owner_id, is_shared'),
    ('rule_admin_update', 'owned, or may edit rules',
        'rule_id, name, description, position, is_active, trigger_kind, is_manual, conditions, actions, owner_id, '
        'is_shared'),
    ('rule_staff_delete', 'owned, or may edit rules', '*'),
    ('rule_firing_staff_select', 'of a visible ticket', '*'),
    ('rule_error_admin_select', 'may edit rules', '*'),
    ('rule_step_admin_select', 'may edit rules', '*'),
    -- links
    ('ticket_merge_staff_select', 'into a visible ticket', '*'),
    ('ticket_link_staff_select', 'between visible tickets', '*'),
    ('ticket_link_customer_select', 'a follow-up between visible tickets', '*'),
    -- spam
    ('blocked_sender_staff_select', 'signed in', '*'),
    -- help
    ('escalation_staff_select', 'of a visible ticket', '*'),
    ('mention_staff_select', 'of a visible ticket', '*'),
    -- api.tickets asks who was mentioned; customers are not told.
    ('mention_customer_select', 'nothing', 'ticket_id, escalation_id, addressed_at'),
    ('mention_staff_update', 'a mention of oneself', 'mention_id, read_at'),
    -- notifications
    ('notification_preference_person_select', 'own', '*'),
    ('notification_preference_person_insert', 'own', 'person_id, kind, channel'),
    ('notification_preference_person_update', 'own', 'person_id, kind, channel'),
    ('notification_preference_person_delete', 'own', '*'),
    ('digest_preference_person_select', 'own', '*'),
    ('digest_preference_person_insert', 'own', 'person_id, period, hour'),
    ('digest_preference_person_update', 'own', 'person_id, period, hour'),
    ('digest_preference_person_delete', 'own', '*'),
    ('notification_person_select', 'own', '*'),
    ('notification_person_update', 'own', 'notification_id, read_at'),
    ('digest_person_select', 'own', '*'),
    -- conversations
    ('side_conversation_staff_select', 'part of it, or of a visible ticket', '*'),
    ('side_participant_staff_select', 'of a visible side conversation', '*'),
    ('side_message_staff_select', 'of a visible side conversation', '*'),
    -- views
    ('saved_view_staff_select', 'a visible saved view', '*'),
    ('saved_view_staff_insert', 'owned, or may edit rules',
        'view_id, name, conditions, sort, department_id, shared_with, position, icon, color'),
    ('saved_view_staff_update', 'owned, or may edit rules',
        'view_id, name, conditions, sort, department_id, shared_with, position, icon, color'),
    ('saved_view_staff_delete', 'owned, or may edit rules', '*'),
    -- canned
    ('canned_folder_staff_select', 'signed in', '*'),
    ('canned_folder_admin_insert', 'may edit rules', 'folder_id, name, position'),
    ('canned_folder_admin_update', 'may edit rules', 'folder_id, name, position'),
    ('canned_folder_admin_delete', 'may edit rules', '*'),
    ('canned_reply_staff_select', 'shared, or owned', '*'),
    ('canned_reply_staff_insert', 'owned, or may edit rules', 'canned_reply_id, folder_id, title, body, is_shared'),
    ('canned_reply_staff_update', 'owned, or may edit rules', 'canned_reply_id, folder_id, title, body, is_shared'),
    ('canned_reply_staff_delete', 'owned, or may edit rules', '*'),
    -- sla
    ('calendar_staff_select', 'signed in', '*'),
    ('calendar_admin_insert', 'may edit settings', 'calendar_id, name, description, time_zone, is_default, is_active'),
    ('calendar_admin_update', 'may edit settings', 'calendar_id, name, description, time_zone, is_default, is_active'),
    ('calendar_hours_staff_select', 'signed in', '*'),
    ('calendar_hours_admin_insert', 'may edit settings', 'calendar_hours_id, calendar_id, weekday, opens, closes'),
    ('calendar_hours_admin_update', 'may edit settings', 'calendar_hours_id, calendar_id, weekday, opens, closes'),
    ('calendar_hours_admin_delete', 'may edit settings', '*'),
    ('holiday_staff_select', 'signed in', '*'),
    ('holiday_admin_insert', 'may edit settings', 'holiday_id, calendar_id, day, name, is_recurring'),
    ('holiday_admin_update', 'may edit settings', 'holiday_id, calendar_id, day, name, is_recurring'),
    ('holiday_admin_delete', 'may edit settings', '*'),
    ('sla_metric_staff_select', 'signed in', '*'),
    ('sla_policy_staff_select', 'signed in', '*'),
    ('sla_policy_admin_insert', 'may edit settings',
        'sla_policy_id, name, description, position, conditions, calendar_id, is_default, is_active'),
    ('sla_policy_admin_update', 'may edit settings',
        'sla_policy_id, name, description, position, conditions, calendar_id, is_default, is_active'),
    ('sla_target_staff_select', 'signed in', '*'),
    ('sla_target_admin_insert', 'may edit settings', 'sla_policy_id, priority, metric, target_minutes, target_days'),
    ('sla_target_admin_update', 'may edit settings', 'sla_policy_id, priority, metric, target_minutes, target_days'),
    ('sla_target_admin_delete', 'may edit settings', '*'),
    ('sla_pause_staff_select', 'signed in', '*'),
    ('sla_pause_admin_insert', 'may edit settings', 'status, metric'),
    ('sla_pause_admin_update', 'may edit settings', 'status, metric'),
    ('sla_pause_admin_delete', 'may edit settings', '*'),
    ('sla_clock_staff_select', 'of a visible ticket', '*'),
    ('sla_change_admin_select', 'signed in', '*'),
    -- routing
    ('skill_staff_select', 'signed in', '*'),
    ('skill_admin_insert', 'may edit settings', 'skill_id, name, description'),
    ('skill_admin_update', 'may edit settings', 'skill_id, name, description'),
    ('skill_admin_delete', 'may edit settings', '*'),
    ('agent_skill_staff_select', 'signed in', '*'),
    ('agent_skill_admin_insert', 'may edit people', 'person_id, skill_id, proficiency'),
    ('agent_skill_admin_update', 'may edit people', 'proficiency'),
    ('agent_skill_admin_delete', 'may edit people', '*'),
    ('tag_skill_staff_select', 'signed in', '*'),
    ('tag_skill_admin_insert', 'may edit settings', 'tag_id, skill_id, min_proficiency'),
    ('tag_skill_admin_update', 'may edit settings', 'min_proficiency'),
    ('tag_skill_admin_delete', 'may edit settings', '*'),
    ('department_skill_staff_select', 'signed in', '*'),
    ('department_skill_admin_insert', 'may edit settings', 'department_id, skill_id, min_proficiency'),
    ('department_skill_admin_update', 'may edit settings', 'min_proficiency'),
    ('department_skill_admin_delete', 'may edit settings', '*'),
    ('agent_capacity_staff_select', 'signed in', '*'),
    ('agent_capacity_admin_insert', 'may edit people', 'person_id, channel, max_open'),
    ('agent_capacity_admin_update', 'may edit people', 'max_open'),
    ('agent_capacity_admin_delete', 'may edit people', '*'),
    ('absence_staff_select', 'signed in', '*'),
    ('absence_staff_insert', 'own, or may edit people', 'absence_id, person_id, starts_at, ends_at, reason'),
    ('absence_staff_update', 'own, or may edit people', 'absence_id, starts_at, ends_at, reason'),
    ('absence_staff_delete', 'own, or may edit people', '*'),
    ('department_routing_staff_select', 'signed in', '*'),
    ('department_routing_admin_insert', 'may edit settings',
        'department_id, strategy, is_routed_on_create, is_routed_on_transfer, is_routed_on_unassign, '
        'is_routed_on_reopen'),
    ('department_routing_admin_update', 'may edit settings',
        'strategy, is_routed_on_create, is_routed_on_transfer, is_routed_on_unassign, is_routed_on_reopen'),
    ('department_routing_admin_delete', 'may edit settings', '*'),
    ('routing_wait_staff_select', 'of a visible ticket', '*'),
    -- webhooks
    ('webhook_admin_select', 'may edit webhooks',
        'webhook_id, name, url, events, conditions, is_active, failures, created_at, updated_at'),
    ('webhook_admin_insert', 'may edit webhooks', 'webhook_id, name, url, events, conditions, is_active'),
    ('webhook_admin_update', 'may edit webhooks', 'webhook_id, name, url, events, conditions, is_active'),
    ('webhook_admin_delete', 'may edit webhooks', '*'),
    ('webhook_delivery_admin_select', 'may edit webhooks', '*'),
    -- ratings
    ('rating_person_select', 'of a visible ticket', '*'),
    -- custom
    ('custom_object_staff_select', 'signed in', '*'),
    ('custom_object_customer_select', 'visible to customers', '*'),
    ('custom_field_staff_select', 'signed in', '*'),
    ('custom_field_anon_select', 'a field that guests fill in', '*'),
    ('custom_field_customer_select', 'a field that customers see', '*'),
    ('custom_option_staff_select', 'signed in', '*'),
    ('custom_option_anon_select', 'of a visible field', '*'),
    ('custom_option_customer_select', 'of a visible field', '*'),
    ('ticket_custom_person_select', 'values of a visible ticket', '*'),
    ('ticket_custom_choice_person_select', 'a choice of a visible ticket', '*'),
    ('person_custom_person_select', 'values of a visible person', '*'),
    ('person_custom_choice_person_select', 'a choice of a visible person', '*'),
    ('organisation_custom_person_select', 'values of a visible organisation', '*'),
    ('organisation_custom_choice_person_select', 'a choice of a visible organisation', '*'),
    -- mail
    ('automatic_mail_kind_staff_select', 'signed in', '*'),
    ('automatic_mail_kind_admin_update', 'may edit settings', 'opens_ticket'),
    ('inbound_mail_agent_select', 'of a visible ticket',
        'inbound_mail_id, sha256, size_bytes, adapter, received_at, state, reason, matched_by, is_released, '
        'automatic_kind, automatic_sign, bounced_addresses, mail_message_id, duplicate_of_id, delivered_to, '
        'from_address, from_name, author_address, is_verified, subject, '
        'body_text, body_html, sent_at, defects, person_id, ticket_id, message_id, attempts, processed_at'),
    ('inbound_mail_admin_select', 'signed in',
        'inbound_mail_id, sha256, size_bytes, adapter, received_at, state, reason, matched_by, is_released, '
        'automatic_kind, automatic_sign, bounced_addresses, mail_message_id, duplicate_of_id, delivered_to, '
        'from_address, from_name, author_address, is_verified, subject, '
        'body_text, body_html, sent_at, defects, person_id, ticket_id, message_id, attempts, processed_at'),
    ('attachment_person_select', 'of a visible message or ticket', '*'),
    -- routes
    ('route_alias_staff_select', 'signed in', '*'),
    ('route_alias_admin_insert', 'may edit settings',
        'route_alias_id, method, path, target, arguments, status, is_single, is_embeddable, description, is_active'),
    ('route_alias_admin_update', 'may edit settings',
        'route_alias_id, method, path, target, arguments, status, is_single, is_embeddable, description, is_active'),
    ('route_alias_admin_delete', 'may edit settings', '*'),
    -- guests
    ('guest_link_staff_select', 'of a visible ticket',
        'guest_link_id, ticket_id, person_id, created_at, expires_at, used_at'),
    -- keys
    ('signing_key_admin_select', 'may edit keys',
        'key_id, algorithm, public_jwk, is_of_host, created_at, signs_from, needed_until, retired_at'),
    -- providers
    ('identity_provider_admin_select', 'may edit providers',
        'provider, name, issuer, client_id, has_client_secret, scopes, domains, group_claim, new_role, has_own_factor, '
        'is_active, created_at'),
    ('identity_provider_admin_insert', 'may edit providers',
        'provider, name, issuer, client_id, scopes, domains, group_claim, new_role, has_own_factor, is_active'),
    ('identity_provider_admin_update', 'may edit providers',
        'name, issuer, client_id, scopes, domains, group_claim, new_role, has_own_factor, is_active'),
    ('identity_provider_admin_delete', 'may edit providers', '*'),
    ('identity_provider_group_admin_select', 'may edit providers', '*'),
    ('identity_provider_group_admin_insert', 'may edit providers', '*'),
    ('identity_provider_group_admin_update', 'may edit providers', 'role'),
    ('identity_provider_group_admin_delete', 'may edit providers', '*'),
    ('identity_person_select', 'own, or may edit people', '*'),
    -- forms
    ('request_form_staff_select', 'signed in', '*'),
    ('request_form_anon_select', 'a form for everybody', '*'),
    ('request_form_customer_select', 'a form for the caller', '*'),
    ('request_form_admin_insert', 'may edit settings',
        'form, title, introduction, thanks, ticket_type, department_id, audience, organisation_id, position, '
        'is_active'),
    ('request_form_admin_update', 'may edit settings',
        'form, title, introduction, thanks, ticket_type, department_id, audience, organisation_id, position, '
        'is_active'),
    ('request_form_admin_delete', 'may edit settings', '*'),
    ('request_form_field_staff_select', 'of a visible form', '*'),
    ('request_form_field_anon_select', 'asked by a visible form', '*'),
    ('request_form_field_customer_select', 'asked by a visible form', '*'),
    ('request_form_field_admin_insert', 'may edit settings',
        'form, key, label, hint, position, is_required, shown_when, required_when'),
    ('request_form_field_admin_update', 'may edit settings',
        'form, key, label, hint, position, is_required, shown_when, required_when'),
    ('request_form_field_admin_delete', 'may edit settings', '*'),
    -- widget
    ('widget_origin_staff_select', 'signed in', '*'),
    ('widget_origin_admin_insert', 'may edit settings', 'origin, note'),
    ('widget_origin_admin_update', 'may edit settings', 'origin, note'),
    ('widget_origin_admin_delete', 'may edit settings', '*'),
    -- login
    ('session_person_select', 'own, or may see sessions', '*'),
    -- factors
    ('passkey_person_select', 'own', 'passkey_id, person_id, name, added_at, used_at'),
    ('passkey_person_update', 'own', 'name'),
    -- impersonation
    ('impersonation_person_select', 'own, or may impersonate', '*'),
    -- articles
    ('article_audience_staff_select', 'signed in', '*'),
    ('article_audience_staff_insert', 'may publish articles', 'audience, name, reach'),
    ('article_audience_staff_update', 'may publish articles', 'audience, name, reach'),
    ('article_audience_staff_delete', 'may publish articles', '*'),
    ('article_audience_organisation_staff_select', 'signed in', '*'),
    ('article_audience_organisation_staff_insert', 'may publish articles', 'audience, organisation_id'),
    ('article_audience_organisation_staff_update', 'may publish articles', 'audience, organisation_id'),
    ('article_audience_organisation_staff_delete', 'may publish articles', '*'),
    ('article_audience_department_staff_select', 'signed in', '*'),
    ('article_audience_department_staff_insert', 'may publish articles', 'audience, department_id'),
    ('article_audience_department_staff_update', 'may publish articles', 'audience, department_id'),
    ('article_audience_department_staff_delete', 'may publish articles', '*'),
    ('article_category_anyone_select', 'a category for oneself', '*'),
    ('article_category_staff_insert', 'may publish articles',
        'category_id, parent_id, slug, name, description, audience, position'),
    ('article_category_staff_update', 'may publish articles',
        'category_id, parent_id, slug, name, description, audience, position'),
    ('article_category_staff_delete', 'may publish articles', '*'),
    ('article_category_name_anyone_select', 'of a category for oneself', '*'),
    ('article_category_name_staff_insert', 'may publish articles', 'category_id, language, name, description'),
    ('article_category_name_staff_update', 'may publish articles', 'category_id, language, name, description'),
    ('article_category_name_staff_delete', 'may publish articles', '*'),
    ('article_anon_select', 'an article shown to oneself', '*'),
    ('article_customer_select', 'an article shown to oneself', '*'),
    ('article_staff_select', 'an article for a member of staff', '*'),
    ('article_staff_update', 'may publish articles', 'article_id, category_id, audience, position, is_archived'),
    ('article_staff_delete', 'may publish articles', '*'),
    ('article_translation_anon_select', 'shown, of a visible article', '*'),
    ('article_translation_customer_select', 'shown, of a visible article', '*'),
    ('article_translation_staff_select', 'of a visible article, for others than staff if shown', '*'),
    ('article_version_anon_select', 'the version that is shown',
        'article_version_id, article_id, language, title, summary, body'),
    ('article_version_customer_select', 'the version that is shown',
        'article_version_id, article_id, language, title, summary, body'),
    ('article_version_staff_select', 'for staff, of a visible article', '*'),
    ('article_feedback_staff_select', 'of a visible article, by who may edit them',
        'article_feedback_id, article_id, person_id, language, is_helpful, comment, updated_at'),
    ('article_day_staff_select', 'of a visible article, by who may edit them', '*'),
    ('article_gap_staff_select', 'may edit articles', '*'),
    ('article_link_staff_select', 'between visible articles', '*'),
    ('article_link_staff_insert', 'between visible articles, by who may edit them', 'article_id, related_id, position'),
    ('article_link_staff_update', 'between visible articles, by who may edit them', 'article_id, related_id, position'),
    ('article_link_staff_delete', 'between visible articles, by who may edit them', '*'),
    -- tokens
    ('ability_person_select', 'signed in', '*'),
    ('api_token_person_select', 'own, or may keep tokens',
        'api_token_id, person_id, role, name, key_id, created_at, expires_at, used_at, revoked_at, revoked_by'),
    ('api_token_ability_person_select', 'of a visible token', '*'),
    ('rate_limit_staff_select', 'signed in', '*'),
    ('rate_limit_admin_update', 'may edit settings', 'requests, seconds, is_active');

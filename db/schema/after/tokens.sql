CREATE OR REPLACE TRIGGER person_20_refuse_token_insert BEFORE INSERT ON helpdesk.person
    FOR EACH ROW WHEN (NEW.role <> 'customer') EXECUTE FUNCTION helpdesk.tg_account__refuse_token();
CREATE OR REPLACE TRIGGER person_20_refuse_token_update
    BEFORE UPDATE OF role, email, external_id, is_active ON helpdesk.person
    FOR EACH ROW WHEN (
        (OLD.role <> 'customer' OR NEW.role <> 'customer')
        AND (OLD.role, OLD.email, OLD.external_id, OLD.is_active)
            IS DISTINCT FROM (NEW.role, NEW.email, NEW.external_id, NEW.is_active)
    ) EXECUTE FUNCTION helpdesk.tg_account__refuse_token();
CREATE OR REPLACE TRIGGER person_address_20_refuse_token BEFORE INSERT ON helpdesk.person_address
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_account__refuse_token();
CREATE OR REPLACE TRIGGER agent_20_refuse_token BEFORE UPDATE OF is_light, desk_role ON helpdesk.agent
    FOR EACH ROW WHEN ((OLD.is_light, OLD.desk_role) IS DISTINCT FROM (NEW.is_light, NEW.desk_role))
    EXECUTE FUNCTION helpdesk.tg_account__refuse_token();
CREATE OR REPLACE TRIGGER person_66_revoke_tokens AFTER UPDATE OF is_active ON helpdesk.person
    FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION helpdesk.tg_person__revoke_tokens();

CREATE OR REPLACE TRIGGER ability_05_keep_declared BEFORE DELETE OR UPDATE OF ability ON helpdesk.ability
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER ability_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ability
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ability');
CREATE OR REPLACE TRIGGER rate_limit_05_keep_declared BEFORE DELETE OR UPDATE OF counted ON helpdesk.rate_limit
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER rate_limit_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.rate_limit
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('counted');
CREATE OR REPLACE TRIGGER api_token_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.api_token
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('api_token_id', 'token_hash,used_at');
CREATE OR REPLACE TRIGGER api_token_ability_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.api_token_ability
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('api_token_id,ability');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('purge_api_tokens', '45 4 * * *', 'helpdesk.purge_api_tokens(coalesce($1, 90))',
        'Deletes API tokens that have been over for 90 days.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD060', 401, 'the API token is not good any more', 'Make another one.'),
    ('PD063', 403, 'the API token was not made for this', 'Use a token with the ability that the hint names.'),
    ('PD062', 429, 'too many requests', 'Wait as long as Retry-After says; see /rest/rate_limits.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('tokens.create', 'Make API tokens that act as oneself.'),
    ('tokens.keep', 'See everybody''s API tokens and revoke them.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('light_agent', 'tokens.create'),
    ('agent', 'tokens.create'),
    ('admin', 'tokens.create'),
    ('admin', 'tokens.keep')
) AS d (role, permission);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('api_token_days', 'int', '365', '{"min": 1, "max": 3650}', 'Days for which an API token is good at most.'),
    ('api_token_limit', 'int', '50', '{"min": 1, "max": 1000}', 'API tokens that a person has at a time.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.rate_limit', jsonb_agg(d), p_initial => '{requests,seconds,is_active}')
FROM (VALUES
    ('token', 60, 60, true, 'Programs ask steadily; who needs more gets more.'),
    ('person', 3000, 60, true, 'More than the pages of anybody who works here ask, in several windows.'),
    ('network', 600, 60, true, 'For all who ask without a token from one network (IPv4 /24, IPv6 /56).'),
    ('intake', 30, 60, true, 'Of these, what sends something: tickets, replies, ratings.')
) AS d (counted, requests, seconds, is_active, description);

-- What belongs to no ability needs a session.
WITH listed (ability, description, reads, writes, calls) AS (VALUES
    (
        'tickets:read', 'Read tickets and all that belongs to them, search them, count them.',
        '{approval_votes,approvals,attachments,bridge_replies,channels,checklist_items,checklist_steps,checklists,'
        'custom_fields,custom_options,departments,drafts,error_codes,escalations,'
        'event_kinds,events,guest_links,messages,my_approvals,priorities,ratings,request_form_fields,request_forms,'
        'saved_views,scheduled_replies,side_conversations,'
        'side_messages,side_participants,sla_clocks,sla_metrics,status_transitions,statuses,tags,'
        'ticket_custom_choices,ticket_custom_fields,ticket_followers,ticket_links,ticket_merges,'
        'ticket_participants,ticket_presence,ticket_tags,ticket_times,ticket_types,tickets,time_entries,timeline,'
        'timers}',
        '{}',
        '{allowed_actions,count_view,count_views,excerpts,explain_sla,list_tickets,offered_forms,open_file,open_live,'
        'run_view,search,seed_escalations,show_thread,show_ticket,shown_field_values,shown_fields,sla_state,'
        'ticket_form,ticket_measures}'
    ),
    (
        'tickets:create', 'Open tickets.',
        '{custom_fields,custom_options,departments,priorities,request_form_fields,request_forms,ticket_types}',
        '{}',
        '{begin_upload,create_ticket,new_challenge,offered_forms,remove_upload}'
    ),
    (
        'tickets:reply', 'Reply to tickets, and note on them.',
        '{}',
        '{}',
        '{add_note,begin_upload,remove_upload,reply,undo_reply}'
    ),
    (
        'tickets:write', 'Do all that is done with tickets: open, answer, change, link, merge, snooze, delete them.',
        '{drafts}',
        '{checklist_items,messages,ticket_tags,tickets,time_entries}',
        '{add_checklists,ask_approval,decide_approval,delegate_approval,log_time,start_timer,stop_timer,'
        'add_note,add_participant,add_side_participant,add_tags,apply_macro,assign_ticket,begin_upload,'
        'change_requester,change_tickets,claim_ticket,close_side_conversation,close_ticket,create_ticket,'
        'delete_message,delete_ticket,escalate_ticket,follow_ticket,link_tickets,mark_spam,merge_tickets,next_ticket,'
        'pin_message,preview_replies,'
        'rate_ticket,remove_participant,remove_tags,remove_upload,reopen_side_conversation,reopen_ticket,'
        'reply,reply_side_conversation,'
        'reply_to_incidents,reply_to_tickets,resolve_problem,resolve_ticket,restore_ticket,'
        'revoke_guest_link,route_ticket,save_draft,schedule_reply,seed_escalate,send_guest_link,set_custom_fields,'
        'set_department,set_priority,set_status,set_tags,set_type,share_presence,snooze_ticket,split_ticket,'
        'start_side_conversation,toggle_follow,toggle_pin,unassign_ticket,undo_macro,undo_replies,undo_reply,'
        'unlink_tickets,'
        'unmark_spam,unmerge_ticket,wake_ticket,withdraw_approval,withdraw_scheduled_reply}'
    ),
    (
        'people:read', 'Read who asks and who works here.',
        '{agents,custom_fields,custom_options,department_members,departments,organisation_custom_choices,'
        'organisation_custom_fields,organisation_domains,organisations,people,person_addresses,'
        'person_custom_choices,person_custom_fields,person_merges,person_notes,staff}',
        '{}',
        '{find_people,me,my_permissions,requester_context}'
    ),
    (
        'people:write', 'Add and correct people, organisations and departments; not who of staff may what.',
        '{}',
        '{agents,department_members,departments,organisation_domains,organisations,people,person_addresses,'
        'person_notes}',
        '{add_person,add_person_note,merge_people,set_organisation_fields,set_person_fields,unmerge_person}'
    ),
    (
        'articles:read', 'Read the knowledge base.',
        '{article_audience_departments,article_audience_organisations,article_audiences,article_categories,'
        'article_category_names,article_feedback,article_gaps,article_links,article_stats,article_translations,'
        'article_versions,articles}',
        '{}',
        '{article_addresses,find_article,rate_article,related_articles,search_articles,shown_articles,shown_categories,'
        'suggest_articles,view_article}'
    ),
    (
        'articles:write', 'Write, publish and withdraw articles.',
        '{article_translations,article_versions}',
        '{article_audience_departments,article_audience_organisations,article_audiences,article_categories,'
        'article_category_names,article_links,articles}',
        '{attach_to_article,begin_upload,publish_article,remove_article_file,remove_upload,restore_article_version,'
        'save_article,withdraw_article}'
    ),
    (
        'notifications:read', 'Read what its person is told.',
        '{digest_preferences,digests,escalations,mail_unsubscriptions,mentions,my_mentions,notification_preferences,'
        'notifications}',
        '{}',
        '{count_unread}'
    ),
    (
        'notifications:write', 'Mark it as read, and choose what is told.',
        '{}',
        '{digest_preferences,mail_unsubscriptions,mentions,my_mentions,notification_preferences,notifications}',
        '{address_mention,mark_notifications}'
    ),
    (
        'canned:read', 'Read and fill in canned replies.',
        '{canned_folders,canned_replies,placeholders}',
        '{}',
        '{render_canned_reply}'
    ),
    (
        'canned:write', 'Keep canned replies.',
        '{}',
        '{canned_folders,canned_replies}',
        '{}'
    ),
    (
        'rules:read', 'Read rules and what they did, and try what they would do.',
        '{automations,condition_fields,condition_operators,condition_types,escalation_rules,macros,rule_actions,'
        'rule_errors,rule_firings,rule_steps,workflows}',
        '{}',
        '{preview_rule}'
    ),
    (
        'imports:run', 'Take in tickets and people from other helpdesks, and take that back.',
        '{import_fields,import_mappings,import_problems,imports}',
        '{import_mappings}',
        '{add_import_rows,check_import,create_import,map_import,mend_import_problem,pause_import,resume_import,'
        'run_import,test_import,undo_import,import_report}'
    ),
    (
        'rules:write', 'Keep rules and checklists.',
        '{checklist_steps,checklists}',
        '{automations,checklist_steps,checklists,escalation_rules,macros,workflows}',
        '{}'
    ),
    (
        'views:write', 'Keep saved views.',
        '{condition_fields,condition_operators,condition_types}',
        '{saved_views}',
        '{}'
    ),
    (
        'sla:read', 'Read service levels and calendars, and try what changes of them would do.',
        '{calendar_hours,calendars,condition_fields,condition_operators,condition_types,holidays,sla_changes,'
        'sla_clocks,sla_metrics,sla_pauses,sla_policies,sla_targets}',
        '{}',
        '{explain_sla,preview_calendar_change,preview_sla_policy_change,preview_sla_rematch,sla_state,'
        'ticket_measures,what_if_sla}'
    ),
    (
        'sla:write', 'Keep service levels and calendars.',
        '{}',
        '{calendar_hours,calendars,holidays,sla_pauses,sla_policies,sla_targets}',
        '{import_holidays,rematch_sla,save_sla_policy,set_calendar_hours}'
    ),
    (
        'routing:read', 'Read who is there and who can what.',
        '{absences,agent_capacities,agent_skills,department_routing,department_skills,skills,tag_skills,'
        'unroutable_tickets}',
        '{}',
        '{explain_routing}'
    ),
    (
        'routing:write', 'Say who is there and who can what, and pass work on.',
        '{}',
        '{absences,agent_capacities,agent_skills,department_routing,department_skills,skills,tag_skills}',
        '{heartbeat,reassign_open_tickets,set_working_hours}'
    ),
    (
        'custom:read', 'Read custom fields, objects and their records.',
        '{custom_fields,custom_objects,custom_options,custom_records}',
        '{}',
        '{}'
    ),
    (
        'custom:write', 'Keep custom fields, objects and their records.',
        '{}',
        '{}',
        '{add_custom_field,add_custom_object,change_custom_field,change_custom_object,link_record,'
        'remove_custom_field,remove_custom_object,remove_record,save_record,unlink_record}'
    ),
    (
        'webhooks:read', 'Read webhooks and what they sent.',
        '{webhook_deliveries,webhooks}',
        '{}',
        '{preview_delivery}'
    ),
    (
        'channels:write', 'Keep the bridges of channels.',
        '{bridges}',
        '{bridges}',
        '{}'
    ),
    (
        'webhooks:write', 'Keep webhooks.',
        '{}',
        '{webhooks}',
        '{keep_webhook_secret,replay_deliveries,replay_delivery,test_webhook}'
    ),
    (
        'mail:read', 'Read mail as it came in and as it goes out.',
        '{automatic_mail_kinds,blocked_senders,bounces,inbound_mail,invites,mail_account,mail_adapters,mail_addresses,'
        'mail_arrivals,outgoing_mail,outgoing_mail_kinds,support_addresses,trusted_senders}',
        '{}',
        '{}'
    ),
    (
        'mail:write',
        'Take mail in again, send it again, block and trust senders, and set up by which ways mail comes and goes.',
        '{}',
        '{automatic_mail_kinds,mail_adapters,support_addresses,trusted_senders}',
        '{block_sender,check_mail_adapter,keep_address,replay_inbound_mail,replay_mail_arrival,requeue_mail,'
        'set_mail_secret,stop_address,trust_sender,unblock_sender,withdraw_mail}'
    ),
    (
        'reports:read', 'Read reports.',
        '{report_recipients,report_runs,report_schedules,reports}',
        '{}',
        '{agent_dashboard,desk_report,open_reports,report}'
    ),
    (
        'reports:write', 'Have reports mailed on a schedule.',
        '{}',
        '{report_recipients,report_schedules}',
        '{mail_report}'
    ),
    (
        'settings:read', 'Read how the desk is set up.',
        '{abilities,channels,custom_fields,custom_options,departments,desk_roles,error_codes,event_kinds,jobs,'
        'mail_brands,mail_placeholders,mail_template_versions,mail_templates,permissions,priorities,rate_limits,'
        'request_form_fields,request_forms,role_permissions,route_aliases,schedule,schedule_runs,settings,'
        'status_transitions,statuses,tags,ticket_types,widget_origins}',
        '{}',
        '{branding}'
    ),
    (
        'settings:write', 'Set the desk up; not who may what.',
        '{}',
        '{mail_brands,priorities,request_form_fields,request_forms,route_aliases,schedule,settings,'
        'status_transitions,statuses,tags,ticket_types,widget_origins}',
        '{discard_jobs,draft_test_mail,requeue_jobs,restore_mail_template,save_mail_template,send_test_mail,'
        'set_setting}'
    ),
    (
        'privacy:write', 'Export and erase people, redact messages, place and lift legal holds.',
        '{removals,legal_holds}',
        '{}',
        '{export_person,request_erasure,confirm_erasure,withdraw_erasure,redact_message,redact_file,'
        'place_legal_hold,lift_legal_hold}'
    ),
    (
        'audit:read', 'Read the audit log, and tickets as they were.',
        '{audit_log,audit_seals,past_tickets}',
        '{}',
        '{ticket_as_of}'
    )
),
opened AS (
    SELECT l.ability, l.description, l.reads::text[], l.writes::text[], l.calls::text[] FROM listed AS l
)
SELECT pgdesk_deploy.declare_rows('helpdesk.ability', jsonb_agg(d)) FROM (
    SELECT * FROM opened
    UNION ALL
    SELECT
        'everything',
        'All that the other abilities name.',
        ARRAY(SELECT DISTINCT unnest(o.reads) FROM opened AS o ORDER BY 1),
        ARRAY(SELECT DISTINCT unnest(o.writes) FROM opened AS o ORDER BY 1),
        ARRAY(SELECT DISTINCT unnest(o.calls) FROM opened AS o ORDER BY 1)
) AS d;

SELECT pgdesk_deploy.declare_rows('helpdesk.outgoing_mail_kind', jsonb_agg(d)) FROM (VALUES
    ('api_token_made', true, 'A token for programs was made in their name.')
) AS d (kind, is_urgent, description);

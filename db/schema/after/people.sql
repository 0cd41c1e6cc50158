CREATE OR REPLACE TRIGGER organisation_01_refuse_chosen_key BEFORE INSERT ON helpdesk.organisation
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.organisation_id, 'helpdesk.organisation_organisation_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('organisation_id');
CREATE OR REPLACE TRIGGER organisation_01_refuse_changed_key BEFORE UPDATE OF organisation_id ON helpdesk.organisation
    FOR EACH ROW WHEN (NEW.organisation_id IS DISTINCT FROM OLD.organisation_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('organisation_id');
CREATE OR REPLACE TRIGGER organisation_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.organisation
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('organisation_id');

CREATE OR REPLACE TRIGGER organisation_domain_10_check BEFORE INSERT OR UPDATE OF domain ON helpdesk.organisation_domain
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_organisation_domain__check();
CREATE OR REPLACE TRIGGER organisation_domain_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.organisation_domain
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('domain');

CREATE OR REPLACE TRIGGER person_01_refuse_chosen_key BEFORE INSERT ON helpdesk.person
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.person_id, 'helpdesk.person_person_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('person_id');
CREATE OR REPLACE TRIGGER person_01_refuse_changed_key BEFORE UPDATE OF person_id ON helpdesk.person
    FOR EACH ROW WHEN (NEW.person_id IS DISTINCT FROM OLD.person_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('person_id');
CREATE OR REPLACE TRIGGER person_10_prepare BEFORE INSERT OR UPDATE ON helpdesk.person
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_person__prepare();
CREATE OR REPLACE TRIGGER person_20_check_change BEFORE UPDATE OF email, organisation_id ON helpdesk.person
    FOR EACH ROW WHEN ((NEW.email, NEW.organisation_id) IS DISTINCT FROM (OLD.email, OLD.organisation_id))
    EXECUTE FUNCTION helpdesk.tg_person__check_change();
CREATE OR REPLACE TRIGGER person_40_keep_address AFTER INSERT OR UPDATE OF email ON helpdesk.person
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_person__keep_address();
CREATE OR REPLACE TRIGGER person_50_keep_agent AFTER INSERT OR UPDATE OF role ON helpdesk.person
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_person__keep_agent();
CREATE OR REPLACE TRIGGER person_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.person
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_id');

CREATE OR REPLACE TRIGGER person_address_10_prepare BEFORE INSERT ON helpdesk.person_address
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_person_address__prepare();
CREATE OR REPLACE TRIGGER person_address_20_keep_primary BEFORE DELETE ON helpdesk.person_address
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_person_address__keep_primary();
CREATE OR REPLACE TRIGGER person_address_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.person_address
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('email');

CREATE OR REPLACE TRIGGER person_merge_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.person_merge
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_merge_id', 'source_before,target_before,moved');
CREATE OR REPLACE TRIGGER person_reference_05_keep_declared
    BEFORE DELETE OR UPDATE OF table_name, column_name ON helpdesk.person_reference
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER person_reference_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.person_reference
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('table_name,column_name');

CREATE OR REPLACE TRIGGER agent_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.agent
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_id');

CREATE OR REPLACE TRIGGER person_note_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.person_note
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_note_id');

CREATE OR REPLACE TRIGGER department_01_refuse_chosen_key BEFORE INSERT ON helpdesk.department
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.department_id, 'helpdesk.department_department_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('department_id');
CREATE OR REPLACE TRIGGER department_01_refuse_changed_key BEFORE UPDATE OF department_id ON helpdesk.department
    FOR EACH ROW WHEN (NEW.department_id IS DISTINCT FROM OLD.department_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('department_id');
CREATE OR REPLACE TRIGGER department_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.department
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('department_id');

CREATE OR REPLACE TRIGGER department_member_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.department_member
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('department_id,person_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('purge_person_merges', '15 5 * * *', 'helpdesk.purge_person_merges()',
        'Forgets what was before merges of people that can no longer be undone.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('online_within_seconds', 'int', '300', '{"min": 30, "max": 86400}', 'Staff seen within this time are online.'),
    ('public_mail_domains', 'list', $$[
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com",
        "icloud.com", "me.com", "mac.com", "aol.com", "gmx.com", "gmx.net", "gmx.de", "gmx.at", "gmx.ch", "web.de",
        "t-online.de", "freenet.de", "mail.com", "proton.me", "protonmail.com", "pm.me", "zoho.com", "yandex.com",
        "yandex.ru", "mail.ru", "qq.com", "163.com", "126.com", "naver.com", "orange.fr", "free.fr", "laposte.net",
        "libero.it", "posteo.de", "mailbox.org", "fastmail.com", "hey.com", "tutanota.com", "tuta.com"
    ]$$, NULL, 'Domains where anybody gets a mail address; none of them is an organisation''s.'),
    ('host_external_id_claim', 'text', '""', '{"pattern": "^[A-Za-z0-9_.:/-]{0,100}$"}',
        'Claim of a host''s tokens that names its user, such as sub; such tokens need no person_id. Empty: none.'),
    ('host_name_claim', 'text', '"name"', '{"pattern": "^[A-Za-z0-9_.:/-]{0,100}$"}',
        'Claim with the name of a host''s user.'),
    ('host_email_claim', 'text', '"email"', '{"pattern": "^[A-Za-z0-9_.:/-]{0,100}$"}',
        'Claim with the mail address of a host''s user.'),
    ('host_organisation_claim', 'text', '"organisation"', '{"pattern": "^[A-Za-z0-9_.:/-]{0,100}$"}',
        'Claim with the name of the organisation of a host''s user; one that is not there is not made.'),
    ('host_emails_are_verified', 'bool', 'false', NULL,
        'The host has shown that its users have their mail addresses: they are taken over, with the customer there.'),
    ('host_highest_role', 'choice', '"customer"', '["customer", "agent"]',
        'The highest role in which tokens of a host make people; administrators are made here.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD093', 403, 'a host''s user is not known yet', 'Send POST /rest/rpc/enter first.'),
    ('PD090', 409, 'two people cannot be merged', 'Merge two customers who are one; see /rest/people.'),
    ('PD091', 422, 'a merge of people would change too much', 'Give their tickets to the other person in parts.'),
    ('PD092', 409, 'a merge of people cannot be undone', 'See /rest/person_merges.'),
    ('PD019', 409, 'somebody has this mail address already', 'Look them up in /rest/person_addresses.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('people.customers',
        'Add customers, and change their names, addresses, phones, languages, time zones and organisations.'),
    ('people.merge', 'Merge customers who are one.'),
    ('people.edit', 'Create and change people.'),
    ('people.note', 'Write notes about people.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (
    SELECT unnest(p.roles) AS role, p.permission
    FROM (VALUES
        ('people.customers', ARRAY['agent', 'admin']),
        ('people.edit', ARRAY['admin']),
        ('people.merge', ARRAY['agent', 'admin']),
        ('people.note', ARRAY['agent', 'admin'])
    ) AS p (permission, roles)
) AS d;

-- Of customers; what only staff have and do, ways to sign in, and what is told of the past stays.
SELECT pgdesk_deploy.declare_rows('helpdesk.person_reference', jsonb_agg(d)) FROM (VALUES
    ('absence', 'person_id', 'stay', NULL::text[]),
    ('agent', 'person_id', 'stay', NULL),
    ('agent_capacity', 'person_id', 'stay', NULL),
    ('agent_skill', 'person_id', 'stay', NULL),
    ('api_token', 'person_id', 'stay', NULL),
    ('api_token', 'revoked_by', 'stay', NULL),
    ('approval', 'requested_by', 'stay', NULL),
    ('approval_vote', 'delegated_to', 'move', NULL),
    ('approval_vote', 'person_id', 'move', '{approval_id}'),
    ('article_feedback', 'person_id', 'move', '{article_id}'),
    ('article_version', 'author_id', 'stay', NULL),
    ('attachment', 'uploaded_by', 'move', NULL),
    ('blocked_sender', 'blocked_by', 'stay', NULL),
    ('bridge_author', 'person_id', 'move', NULL),
    ('calendar', 'person_id', 'stay', NULL),
    ('canned_reply', 'owner_id', 'stay', NULL),
    ('checklist_item', 'created_by', 'stay', NULL),
    ('checklist_item', 'done_by', 'stay', NULL),
    ('credential', 'person_id', 'stay', NULL),
    ('department_member', 'person_id', 'stay', NULL),
    ('digest', 'person_id', 'move', '{day,hour}'),
    ('digest_preference', 'person_id', 'move', '{}'),
    ('draft', 'person_id', 'stay', NULL),
    ('escalation', 'requested_by', 'stay', NULL),
    ('event', 'actor_id', 'stay', NULL),
    ('guest_link', 'person_id', 'move', NULL),
    ('identity', 'person_id', 'stay', NULL),
    ('impersonation', 'admin_id', 'stay', NULL),
    ('impersonation', 'person_id', 'stay', NULL),
    ('inbound_mail', 'person_id', 'move', NULL),
    ('legal_hold', 'lifted_by', 'stay', NULL),
    ('legal_hold', 'person_id', 'move', NULL),
    ('legal_hold', 'placed_by', 'stay', NULL),
    ('login_challenge', 'person_id', 'stay', NULL),
    ('login_link', 'person_id', 'stay', NULL),
    ('mail_address', 'decided_by', 'stay', NULL),
    ('mail_template', 'saved_by', 'stay', NULL),
    ('mail_unsubscription', 'person_id', 'move', '{kind}'),
    ('mention', 'mentioned_by', 'stay', NULL),
    ('mention', 'mentioned_id', 'stay', NULL),
    ('message', 'author_id', 'move', NULL),
    ('notification', 'person_id', 'move', '{event_id}'),
    ('notification_preference', 'person_id', 'move', '{kind}'),
    ('outgoing_mail', 'person_id', 'stay', NULL),
    ('passkey', 'person_id', 'stay', NULL),
    ('person', 'merged_into_id', 'stay', NULL),
    ('person_address', 'person_id', 'move', NULL),
    ('person_custom', 'person_id', 'stay', NULL),
    ('import', 'created_by', 'stay', NULL),
    ('person_export', 'exported_by', 'stay', NULL),
    ('person_export', 'person_id', 'stay', NULL),
    ('person_merge', 'merged_by', 'stay', NULL),
    ('person_merge', 'source_id', 'stay', NULL),
    ('person_merge', 'target_id', 'stay', NULL),
    ('person_merge', 'undone_by', 'stay', NULL),
    ('person_note', 'author_id', 'stay', NULL),
    ('person_note', 'person_id', 'move', NULL),
    ('person_preference', 'person_id', 'move', '{key}'),
    ('person_presence', 'person_id', 'stay', NULL),
    ('rating', 'agent_id', 'stay', NULL),
    ('rating', 'rated_by', 'move', NULL),
    ('recovery_code', 'person_id', 'stay', NULL),
    ('removal', 'confirmed_by', 'stay', NULL),
    ('removal', 'person_id', 'stay', NULL),
    ('removal', 'requested_by', 'stay', NULL),
    ('report_recipient', 'person_id', 'stay', NULL),
    ('rule', 'owner_id', 'stay', NULL),
    ('rule_firing', 'actor_id', 'stay', NULL),
    ('saved_view', 'owner_id', 'stay', NULL),
    ('scheduled_reply', 'author_id', 'stay', NULL),
    ('session', 'person_id', 'stay', NULL),
    ('side_conversation', 'created_by', 'stay', NULL),
    ('side_message', 'author_id', 'move', NULL),
    ('side_participant', 'person_id', 'move', '{side_conversation_id}'),
    ('ticket', 'assignee_id', 'stay', NULL),
    ('ticket', 'requester_id', 'move', NULL),
    ('ticket_follower', 'person_id', 'move', '{ticket_id}'),
    ('ticket_link', 'created_by', 'stay', NULL),
    ('ticket_merge', 'merged_by', 'stay', NULL),
    ('ticket_merge', 'undone_by', 'stay', NULL),
    ('ticket_participant', 'added_by', 'stay', NULL),
    ('ticket_participant', 'person_id', 'move', '{ticket_id}'),
    ('ticket_look', 'person_id', 'stay', NULL),
    ('ticket_presence', 'person_id', 'stay', NULL),
    ('trusted_sender', 'trusted_by', 'stay', NULL),
    ('time_entry', 'person_id', 'stay', NULL),
    ('timer', 'person_id', 'stay', NULL),
    ('totp', 'person_id', 'stay', NULL)
) AS d (table_name, column_name, on_merge, other_key);

CREATE OR REPLACE TRIGGER removal_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.removal
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('removal_id', 'xid');
CREATE OR REPLACE TRIGGER legal_hold_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.legal_hold
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('legal_hold_id');
CREATE OR REPLACE TRIGGER person_export_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.person_export
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_export_id');
CREATE OR REPLACE TRIGGER personal_table_05_keep_declared
    BEFORE DELETE OR UPDATE OF table_name ON helpdesk.personal_table
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER personal_table_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.personal_table
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('table_name');

-- Codes in events and deliveries have no blank; what has one, somebody wrote.
SELECT pgdesk_deploy.declare_rows('helpdesk.personal_table', jsonb_agg(d)) FROM (VALUES
    ('ticket', 10, 'ticket_id = ANY ($1)', NULL, '{subject,description}'::text[],
        'subject = $2, description = CASE r.description WHEN '''' THEN '''' ELSE $2 END'),
    ('message', 20, 'ticket_id = ANY ($1)', 'author_id = ANY ($1) AND body <> $2', '{body}', 'body = $2'),
    ('side_conversation', 30, 'ticket_id = ANY ($1)', NULL, '{subject}', 'subject = $2'),
    ('side_outsider', 35,
        'side_conversation_id IN (
            SELECT c.side_conversation_id FROM helpdesk.side_conversation AS c WHERE c.ticket_id = ANY ($1)
        )',
        'address IN (SELECT a.email FROM helpdesk.person_address AS a WHERE a.person_id = ANY ($1))',
        '{address}', NULL),
    ('side_message', 40,
        'side_conversation_id IN (
            SELECT c.side_conversation_id FROM helpdesk.side_conversation AS c WHERE c.ticket_id = ANY ($1)
        )',
        'author_address IN (SELECT a.email FROM helpdesk.person_address AS a WHERE a.person_id = ANY ($1))',
        '{body,author_address}', 'body = $2, author_address = NULL'),
    ('rating', 50, 'ticket_id = ANY ($1)', 'rated_by = ANY ($1)', '{comment}',
        'comment = CASE WHEN r.comment IS NOT NULL THEN $2 END'),
    ('checklist_item', 55, 'ticket_id = ANY ($1)', NULL, '{label}', 'label = $2'),
    ('time_entry', 56, 'ticket_id = ANY ($1)', NULL, '{note}', 'note = CASE WHEN r.note IS NOT NULL THEN $2 END'),
    ('approval', 57, 'ticket_id = ANY ($1)', NULL, '{question}', 'question = $2'),
    ('approval_vote', 58,
        'approval_id IN (SELECT a.approval_id FROM helpdesk.approval AS a WHERE a.ticket_id = ANY ($1))',
        'person_id = ANY ($1)', '{comment}', 'comment = CASE WHEN r.comment IS NOT NULL THEN $2 END'),
    ('attachment', 60, 'ticket_id = ANY ($1)',
        'uploaded_by = ANY ($1) AND upload_key IS NOT NULL AND state <> ''receiving''', '{filename,content_id}',
        'filename = $2, content_id = NULL, stored_file_id = NULL, state = ''gone'', finding = NULL'),
    ('mail_arrival', 65,
        'inbound_mail_id IN (SELECT m.inbound_mail_id FROM helpdesk.inbound_mail AS m WHERE m.ticket_id = ANY ($1))',
        'inbound_mail_id IN (SELECT m.inbound_mail_id FROM helpdesk.inbound_mail AS m WHERE m.person_id = ANY ($1))',
        '{body,reason}',
        'body = NULL, media_type = NULL, reason = CASE WHEN r.reason IS NOT NULL THEN $2 END'),
    ('inbound_mail', 70,
        'ticket_id = ANY ($1) OR duplicate_of_id IN (
            SELECT m.inbound_mail_id FROM helpdesk.inbound_mail AS m WHERE m.ticket_id = ANY ($1)
        )',
        'person_id = ANY ($1) OR from_address IN (
            SELECT a.email FROM helpdesk.person_address AS a WHERE a.person_id = ANY ($1)
        )',
        '{raw,from_address,from_name,author_address,subject,body_text,body_html,images,delivered_to,'
        'answered_ids,mail_message_id,reason,automatic_sign,defects}',
        'raw = convert_to($2 || '' '' || r.inbound_mail_id, ''UTF8''), from_address = NULL, from_name = NULL,'
        ' author_address = NULL, subject = NULL, body_text = NULL, body_html = NULL, images = ''{}'','
        ' delivered_to = ''{}'','
        ' answered_ids = ''{}'', mail_message_id = NULL, content_hash = NULL,'
        ' reason = CASE WHEN r.reason IS NOT NULL THEN $2 END, automatic_sign = NULL, defects = ''{}'''),
    ('invite', 67,
        'inbound_mail_id IN (SELECT m.inbound_mail_id FROM helpdesk.inbound_mail AS m WHERE m.ticket_id = ANY ($1))',
        'inbound_mail_id IN (SELECT m.inbound_mail_id FROM helpdesk.inbound_mail AS m WHERE m.person_id = ANY ($1))',
        '{uid,summary,location,organiser}', NULL),
    ('bounce', 75, 'ticket_id = ANY ($1)',
        'address IN (SELECT a.email FROM helpdesk.person_address AS a WHERE a.person_id = ANY ($1))',
        '{address,original_address,diagnostic,original_message_id}', NULL),
    ('mail_address', 76, NULL,
        'email IN (SELECT a.email FROM helpdesk.person_address AS a WHERE a.person_id = ANY ($1))', '{email}', NULL),
    ('mail_message_id', 80, 'ticket_id = ANY ($1)', NULL, '{mail_message_id}', NULL),
    ('ticket_custom', 90, 'ticket_id = ANY ($1)', NULL, '{*}', NULL),
    ('person_custom', 100, NULL, 'person_id = ANY ($1)', '{*}', NULL),
    ('scheduled_reply', 115, 'ticket_id = ANY ($1)', 'author_id = ANY ($1)', '{body,reason}',
        'body = $2, reason = CASE WHEN r.reason IS NOT NULL THEN $2 END'),
    ('draft', 110, 'ticket_id = ANY ($1)', 'person_id = ANY ($1)', '{body}', NULL),
    ('event', 120, 'ticket_id = ANY ($1)', NULL, '{payload}',
        'payload = helpdesk.take_words(r.payload - ''changes'', ''^.*[[:space:]@].*$'', $2)'),
    ('digest', 130,
        'digest_id IN (
            SELECT d.digest_id
            FROM helpdesk.event AS e
            JOIN helpdesk.notification AS n ON n.event_id = e.event_id
            JOIN helpdesk.ticket AS t ON t.ticket_id = e.ticket_id
            JOIN helpdesk.digest AS d ON d.person_id = n.person_id AND strpos(d.body, t.reference) > 0
            WHERE e.ticket_id = ANY ($1)
        )',
        'person_id = ANY ($1) OR digest_id IN (
            SELECT d.digest_id
            FROM helpdesk.message AS m
            JOIN helpdesk.event AS e ON e.message_id = m.message_id
            JOIN helpdesk.notification AS n ON n.event_id = e.event_id
            JOIN helpdesk.ticket AS t ON t.ticket_id = e.ticket_id
            JOIN helpdesk.digest AS d ON d.person_id = n.person_id AND strpos(d.body, t.reference) > 0
            WHERE m.author_id = ANY ($1)
        )',
        '{body}', NULL),
    ('notification', 140, 'event_id IN (SELECT e.event_id FROM helpdesk.event AS e WHERE e.ticket_id = ANY ($1))',
        'person_id = ANY ($1) OR event_id IN (
            SELECT e.event_id
            FROM helpdesk.message AS m
            JOIN helpdesk.event AS e ON e.message_id = m.message_id
            WHERE m.author_id = ANY ($1)
        )',
        '{title,body}', NULL),
    ('webhook_delivery', 150, 'ticket_id = ANY ($1)', NULL, '{payload,last_error,answer_headers,answer_body}',
        'payload = helpdesk.take_words(r.payload #- ''{details,changes}'', ''^.*[[:space:]@].*$'', $2), '
        'answer_headers = NULL, answer_body = NULL'),
    ('bridge_author', 152, NULL, 'person_id = ANY ($1)', '{external_id}', NULL),
    ('bridge_message', 154, 'ticket_id = ANY ($1)',
        'ticket_id IN (SELECT t.ticket_id FROM helpdesk.ticket AS t WHERE t.requester_id = ANY ($1))',
        '{external_id}', NULL),
    ('bridge_reply', 156,
        'message_id IN (SELECT m.message_id FROM helpdesk.message AS m WHERE m.ticket_id = ANY ($1))', NULL, '{detail}',
        'detail = CASE WHEN r.detail IS NOT NULL THEN $2 END'),
    ('bridge_conversation', 158, 'ticket_id = ANY ($1)',
        'ticket_id IN (SELECT t.ticket_id FROM helpdesk.ticket AS t WHERE t.requester_id = ANY ($1))',
        '{conversation}', NULL),
    ('rule_firing', 160, 'ticket_id = ANY ($1)', NULL, '{detail,undo}',
        'detail = helpdesk.take_words(r.detail, ''^.*[[:space:]@].*$'', $2), undo = NULL'),
    ('import_key', 161, NULL, 'record = ''person'' AND row_id = ANY ($1)', '{external_id}', NULL),
    ('import_row', 162, NULL,
        'record = ''person'' AND data ->> ''email'' IN (
            SELECT a.email FROM helpdesk.person_address AS a WHERE a.person_id = ANY ($1)
        )',
        '{data,external_id,ticket}', NULL),
    ('import_problem', 163, NULL,
        'record = ''person'' AND data ->> ''email'' IN (
            SELECT a.email FROM helpdesk.person_address AS a WHERE a.person_id = ANY ($1)
        )',
        '{data,external_id}', NULL),
    ('idempotency_key', 170, 'response ->> ''ticket_id'' = ANY ($1::text[])',
        'response ->> ''author_id'' = ANY ($1::text[])', '{response}', NULL),
    ('outgoing_mail', 180,
        'ticket_id = ANY ($1) OR kind = ''digest'' AND EXISTS (
            SELECT FROM jsonb_array_elements(data -> ''notices'') AS n(value)
            WHERE (n.value ->> ''ticket_id'')::bigint = ANY ($1)
        )',
        'person_id = ANY ($1) OR address IN (
            SELECT a.email FROM helpdesk.person_address AS a WHERE a.person_id = ANY ($1)
        )',
        '{address,data,mail_message_id,last_answer,subject,body_text,body_html}', NULL),
    ('blocked_sender', 190, NULL,
        'sender IN (SELECT a.email FROM helpdesk.person_address AS a WHERE a.person_id = ANY ($1))',
        '{sender,reason}', NULL),
    ('trusted_sender', 195, NULL,
        'sender IN (SELECT a.email FROM helpdesk.person_address AS a WHERE a.person_id = ANY ($1))',
        '{sender}', NULL),
    ('person_note', 200, NULL, 'person_id = ANY ($1)', '{body}', NULL),
    ('agent', 202, NULL, 'person_id = ANY ($1)', '{signature}', 'signature = NULL'),
    ('article_feedback', 203, NULL, 'person_id = ANY ($1)', '{comment}',
        'comment = CASE WHEN r.comment IS NOT NULL THEN $2 END'),
    ('person_merge', 205, NULL, 'source_id = ANY ($1) OR target_id = ANY ($1)',
        '{source_before,target_before,moved}',
        'source_before = CASE WHEN r.source_before IS NOT NULL THEN jsonb_build_object() END,'
        ' target_before = CASE WHEN r.target_before IS NOT NULL THEN jsonb_build_object() END'),
    ('person', 210, NULL, 'person_id = ANY ($1)', '{name,email,phone,handle,claimed_email,external_id}',
        'name = ''Erased person '' || r.person_id, email = NULL, phone = NULL, handle = NULL, claimed_email = NULL,'
        ' external_id = NULL, is_active = false'),
    ('person_address', 220, NULL, 'person_id = ANY ($1)', '{email}', NULL)
) AS d (table_name, position, of_tickets, of_person, words, erased);

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('erase_people', '* * * * *', 'helpdesk.erase_people()',
        'Erases people whose erasure was confirmed, 100 of their tickets at a time.'),
    ('retention', '25 3 * * *', 'helpdesk.apply_retention()',
        'Takes the words out of tickets, and the raw bytes out of mails, that were kept long enough.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('closed_tickets_kept_days', 'int', '0', '{"min": 0, "max": 36500}',
        'Days after which a closed ticket loses all its words, files and mails, and is only counted; 0: never.'),
    ('raw_mails_kept_days', 'int', '0', '{"min": 0, "max": 36500}',
        'Days after which a mail loses its raw bytes, and with them its files, and its HTML; 0: never.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD121', 409, 'a legal hold keeps it', 'Lift the hold first, if it may be lifted.'),
    ('PD122', 409, 'the erasure is in another state', 'See /rest/removals.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('privacy.request', 'Ask for one''s own data, and for one''s own erasure.'),
    ('privacy.erase', 'Export the data of people, erase people and redact messages.'),
    ('privacy.hold', 'Place and lift legal holds.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('customer', 'privacy.request'),
    ('agent', 'privacy.request'),
    ('light_agent', 'privacy.request'),
    ('admin', 'privacy.request'),
    ('admin', 'privacy.erase'),
    ('admin', 'privacy.hold')
) AS d (role, permission);

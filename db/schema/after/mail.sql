CREATE OR REPLACE TRIGGER automatic_mail_kind_05_keep_declared
    BEFORE DELETE OR UPDATE OF kind ON helpdesk.automatic_mail_kind
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER automatic_mail_kind_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.automatic_mail_kind
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('kind');

CREATE OR REPLACE TRIGGER inbound_mail_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.inbound_mail
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('inbound_mail_id', 'raw,body_text,body_html');

CREATE OR REPLACE TRIGGER mail_message_id_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.mail_message_id
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('mail_message_id,ticket_id');

CREATE OR REPLACE TRIGGER mail_secret_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.mail_secret
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('is_only', 'secret');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('requeue_inbound_mail', '*/5 * * * *', 'helpdesk.requeue_inbound_mail()',
        'Queues stored mails that nobody has decided about.'),
    ('tell_of_left_mail', '7 * * * *', 'helpdesk.tell_of_left_mail()',
        'Tells administrators how many mails opened no ticket.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('mail_left_out', false, 'Mails opened no ticket and reached none; to who may take them in, without a ticket.')
) AS d (kind, is_public, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.automatic_mail_kind', jsonb_agg(d), p_initial => '{opens_ticket}')
FROM (VALUES
    ('bounce', false, false, 'A mail could not be delivered.'),
    ('delay', false, false, 'A mail is not delivered yet; the server goes on trying (RFC 3464).'),
    ('complaint', false, false, 'A recipient called a mail spam (RFC 5965).'),
    ('receipt', false, false, 'A mail was delivered or read.'),
    ('auto_replied', false, false, 'An absence note, an acknowledgement, a challenge.'),
    ('auto_generated', true, false, 'A program wrote it: alerts, invoices, invitations.'),
    ('bulk', true, true, 'Precedence says bulk or junk, as gateways also say of what people write.'),
    ('list', true, true, 'It came through a list or group, is a newsletter, or from a program for customers.'),
    ('unsure', true, false, 'Only words say so: how the subject begins, the name of the sender.'),
    ('loop', false, false, 'The desk''s own mail came back.')
) AS d (kind, opens_ticket, can_continue, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD301', 413, 'the mail is larger than the setting allows',
        'An administrator can raise setting inbound_max_size_kb.'),
    ('PD302', 422, 'the mail is empty', 'Send the whole message, header fields first.'),
    ('PD303', 409, 'the mail is already part of a ticket',
        'Only automatic and quarantined mails can be taken in again.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('inbound_email_enabled', 'bool', 'false', NULL,
        'Take mail from providers and by IMAP; POST /inbound/mime is open to who has its secret, either way.'),
    ('inbound_addresses', 'list', '[]', NULL,
        'The desk''s own mail addresses, the first one for answers. Mail from one of them is a loop, unless it '
        'names who wrote it first, as groups do.'),
    ('inbound_authserv', 'text', 'null', NULL,
        'Name of the mail server whose Authentication-Results are believed, the top-most field of that name; null: '
        'none: all mail is marked as unverified, and staff cannot write by mail.'),
    ('inbound_unverified', 'choice', '"ticket"', '["ticket", "quarantine"]',
        'What becomes of a mail for whose sender the trusted server did not vouch: a ticket of its own, marked as '
        'unverified, or, where the sender is known, quarantine. It never continues a ticket.'),
    ('inbound_ticket_per_address', 'bool', 'false', NULL,
        'A mail that comes to several addresses of the desk opens a ticket for each; else the first one only.'),
    ('inbound_max_participants', 'int', '20', '{"min": 0, "max": 100}',
        'So many people in To and Cc of a mail get the answers and may reply; further ones are left out.'),
    ('inbound_max_size_kb', 'int', '25600', '{"min": 1, "max": 65536}', 'Size of one mail in KiB.'),
    ('inbound_mails_per_sender_hour', 'int', '60', '{"min": 1, "max": 100000}',
        'Mails of one sender in an hour; further ones are quarantined. Verified mail is counted by itself, and what '
        'was quarantined is not.'),
    ('inbound_mails_per_ticket_hour', 'int', '30', '{"min": 1, "max": 100000}',
        'Mails to one ticket in an hour; further ones are quarantined. Verified, other and automatic mail is each '
        'counted by itself, and what was quarantined is not.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('mail.replay', 'Take in automatic and quarantined mail again.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'mail.replay')
) AS d (role, permission);

CREATE OR REPLACE TRIGGER outgoing_mail_kind_05_keep_declared
    BEFORE DELETE OR UPDATE OF kind ON helpdesk.outgoing_mail_kind
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER outgoing_mail_kind_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.outgoing_mail_kind
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('kind');

CREATE OR REPLACE TRIGGER support_address_01_refuse_chosen_key BEFORE INSERT ON helpdesk.support_address
    FOR EACH ROW
    WHEN (helpdesk.is_chosen_key(NEW.support_address_id, 'helpdesk.support_address_support_address_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('support_address_id');
CREATE OR REPLACE TRIGGER support_address_01_refuse_changed_key
    BEFORE UPDATE OF support_address_id ON helpdesk.support_address
    FOR EACH ROW WHEN (NEW.support_address_id IS DISTINCT FROM OLD.support_address_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('support_address_id');
CREATE OR REPLACE TRIGGER support_address_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.support_address
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('support_address_id');

CREATE OR REPLACE TRIGGER scheduled_reply_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.scheduled_reply
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('scheduled_reply_id');
CREATE OR REPLACE TRIGGER message_72_return_scheduled AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind = 'reply' AND NEW.description_of_id IS NULL)
    EXECUTE FUNCTION helpdesk.tg_message__return_scheduled();
CREATE OR REPLACE TRIGGER event_71_acknowledge AFTER INSERT ON helpdesk.event
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__acknowledge();
CREATE OR REPLACE TRIGGER notification_70_queue_mail AFTER INSERT ON helpdesk.notification
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_notification__queue_mail();

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('purge_outgoing_mail', '50 5 * * *', 'helpdesk.purge_outgoing_mail(coalesce($1, 30))',
        'Deletes mails that were written more than 30 days ago.'),
    ('send_scheduled_replies', '* * * * *', 'helpdesk.send_scheduled_replies()',
        'Writes replies whose time has come.'),
    ('wake_due_mail', '* * * * *', 'helpdesk.wake_due_mail()',
        'Has mails sent whose time has come, and those that a worker or the mail server left.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('mail_enabled', 'bool', 'false', NULL,
        'Mail what happens on tickets: replies to customers, notices, acknowledgements. Links that somebody asked for '
        'are mailed in any case.'),
    ('acknowledge_tickets', 'bool', 'true', NULL, 'Who opens a ticket is mailed that it has come.'),
    ('undo_send_seconds', 'int', '0', '{"min": 0, "max": 600}',
        'How long a reply of staff is held back before it is mailed, so that it can be undone; 0: it is not.'),
    ('mail_attachments_kb', 'int', '10240', '{"min": 0, "max": 51200}',
        'Size of the files of a reply that are mailed along with it, in KiB; what is more stays on the ticket. 0: '
        'none.'),
    ('smtp_connections', 'int', '4', '{"min": 1, "max": 20}', 'Connections to the mail server at a time.'),
    ('mail_retry_hours', 'int', '72', '{"min": 1, "max": 240}',
        'How long a mail is tried that the mail server does not take for the time being.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('mail_refused', false, 'A mail about %1$s could not be sent', 'The mail server refused a mail for good.'),
    ('scheduled_reply_returned', false, 'Your reply to %1$s was not sent, it is a draft again',
        'A reply that was to be written later was not.')
) AS d (kind, is_public, notice_title, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('mail_server_stopped', false,
        'The mail server has taken no mail for five minutes; to who keeps mailboxes, without a ticket.'),
    ('mail_server_works', false, 'It takes mail again; to who keeps mailboxes, without a ticket.')
) AS d (kind, is_public, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD140', 409, 'the mail is in another state', 'See /rest/outgoing_mail.'),
    ('PD141', 409, 'the reply is on its way', 'Write another one.'),
    ('PD142', 409, 'the scheduled reply does not wait any more', 'See /rest/scheduled_replies.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('mail.resend', 'Send outgoing mail again, or withdraw it.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('agent', 'mail.resend'),
    ('admin', 'mail.resend')
) AS d (role, permission);

SELECT pgdesk_deploy.declare_rows('helpdesk.outgoing_mail_kind', jsonb_agg(d)) FROM (VALUES
    ('reply', false, false, '{ticket,message}'::text[], 'A public reply, to the requester and those who take part.'),
    ('rule_reply', true, false, '{ticket,message}', 'The same of one that a rule wrote.'),
    ('side_message', false, false, '{message,conversation}',
        'What staff wrote in a side conversation, to outsiders who take part in it.'),
    ('ticket_received', true, true, '{ticket,hours}', 'A ticket has come, to who opened it.'),
    ('notice', true, false, '{ticket,notice}', 'What happened on a ticket, to who has it or is named.')
) AS d (kind, is_automatic, is_answer, speaks_of, description);
SELECT pgdesk_deploy.declare_rows('helpdesk.outgoing_mail_kind', jsonb_agg(d)) FROM (VALUES
    ('followed', true, '{ticket,notice,unsubscribe}'::text[],
        'What happened on a ticket, to staff who follow it, or could take it.')
) AS d (kind, is_bulk, speaks_of, description);

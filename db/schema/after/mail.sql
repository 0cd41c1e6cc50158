CREATE OR REPLACE TRIGGER automatic_mail_kind_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.automatic_mail_kind
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('kind');

CREATE OR REPLACE TRIGGER inbound_mail_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.inbound_mail
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('inbound_mail_id', 'raw,body_text,body_html');

CREATE OR REPLACE TRIGGER mail_message_id_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.mail_message_id
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('mail_message_id,ticket_id');

CREATE OR REPLACE TRIGGER attachment_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.attachment
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('attachment_id');

CREATE OR REPLACE TRIGGER mail_secret_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.mail_secret
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('is_only', 'secret');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('requeue_inbound_mail', '*/5 * * * *', 'helpdesk.requeue_inbound_mail()',
        'Queues stored mails that nobody has decided about.')
) AS d (name, cron, call, description);

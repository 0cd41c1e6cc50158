CREATE OR REPLACE TRIGGER mail_adapter_05_keep_declared BEFORE DELETE OR UPDATE OF adapter ON helpdesk.mail_adapter
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER mail_adapter_90_audit
    AFTER INSERT OR DELETE OR UPDATE OF adapter, description, secret, user_name, public_key, topic_arn
    ON helpdesk.mail_adapter
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('adapter', 'secret,refused_at,refused_for');
CREATE OR REPLACE TRIGGER trusted_sender_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.trusted_sender
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('sender');
CREATE OR REPLACE TRIGGER inbound_mail_40_forget_posts AFTER UPDATE OF raw ON helpdesk.inbound_mail
    FOR EACH ROW WHEN (OLD.raw IS DISTINCT FROM NEW.raw)
    EXECUTE FUNCTION helpdesk.tg_inbound_mail__forget_posts();

SELECT pgdesk_deploy.declare_rows('helpdesk.mail_adapter', jsonb_agg(d)) FROM (VALUES
    ('mime', false, 'A raw mail as body, with the secret in header X-Pgdesk-Secret.'),
    ('mailgun', false, 'Routes of Mailgun, also those that end in /mime; the secret is its webhook signing key.'),
    ('postmark', false, 'Inbound mail of Postmark; name and secret stand in the address that is entered there, as in '
        'https://name:secret@desk.example/inbound/postmark.'),
    ('ses', true, 'Amazon SES by SNS, from topic_arn only; mail that SES puts into S3 is fetched from there.'),
    ('sendgrid', true, 'Inbound Parse of SendGrid, raw or not; public_key for signed posts, else name and secret in '
        'the address as for Postmark.')
) AS d (adapter, is_judge, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('requeue_mail_arrivals', '* * * * *', 'helpdesk.requeue_mail_arrivals()',
        'Queues posts again of which no mail could be made yet.'),
    ('forget_failed_posts', '29 3 * * *', 'helpdesk.forget_failed_posts()',
        'Takes away old posts of which no mail could be made, as setting raw_mails_kept_days says.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD130', 401, 'the post is too old or from the future',
        'An administrator can raise setting inbound_replay_hours, or set the clock.'),
    ('PD131', 409, 'there is no mail to be made of it', 'Only what failed or waits is tried again.'),
    ('PD132', 409, 'such a sender cannot be trusted by address',
        'Let in a single mail with rpc/replay_inbound_mail and as_wanted.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('inbound_replay_hours', 'int', '96', '{"min": 1, "max": 720}',
        'A signed post is taken so long after it was signed, and once: SendGrid tries for three days.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('intake.edit', 'Change by which ways mail comes in, and their secrets.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'intake.edit')
) AS d (role, permission);

CREATE OR REPLACE TRIGGER mail_provider_05_keep_declared
    BEFORE DELETE OR UPDATE OF provider ON helpdesk.mail_provider
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER mail_provider_20_forget_secrets
    BEFORE UPDATE OF token_endpoint, client_id ON helpdesk.mail_provider
    FOR EACH ROW WHEN ((OLD.token_endpoint, OLD.client_id) IS DISTINCT FROM (NEW.token_endpoint, NEW.client_id))
    EXECUTE FUNCTION helpdesk.tg_mail_provider__forget_secrets();
CREATE OR REPLACE TRIGGER mail_provider_50_try_again AFTER UPDATE ON helpdesk.mail_provider
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_mail_provider__try_again();
CREATE OR REPLACE TRIGGER mail_provider_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.mail_provider
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('provider', 'client_secret');

CREATE OR REPLACE TRIGGER mailbox_account_20_forget_secrets
    BEFORE UPDATE OF host, user_name, provider ON helpdesk.mailbox_account
    FOR EACH ROW WHEN ((OLD.host, OLD.user_name, OLD.provider) IS DISTINCT FROM (NEW.host, NEW.user_name, NEW.provider))
    EXECUTE FUNCTION helpdesk.tg_mailbox_account__forget_secrets();
CREATE OR REPLACE TRIGGER mailbox_account_50_try_again AFTER UPDATE ON helpdesk.mailbox_account
    FOR EACH ROW WHEN (
        (OLD.host, OLD.port, OLD.tls, OLD.user_name, OLD.provider, OLD.password, OLD.authorized_at)
            IS DISTINCT FROM
            (NEW.host, NEW.port, NEW.tls, NEW.user_name, NEW.provider, NEW.password, NEW.authorized_at)
    ) EXECUTE FUNCTION helpdesk.tg_mailbox_account__try_again();
CREATE OR REPLACE TRIGGER mailbox_account_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.mailbox_account
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change(
        'account',
        'password,refresh_token,access_token,expires_at,refreshing_until,last_error,told_at,asked_hash,asked_until'
    );

CREATE OR REPLACE TRIGGER mailbox_20_begin_anew
    BEFORE UPDATE OF account, folder, starts_on, is_active ON helpdesk.mailbox
    FOR EACH ROW WHEN (
        (OLD.account, OLD.folder, OLD.starts_on, OLD.is_active)
            IS DISTINCT FROM (NEW.account, NEW.folder, NEW.starts_on, NEW.is_active)
    ) EXECUTE FUNCTION helpdesk.tg_mailbox__begin_anew();
CREATE OR REPLACE TRIGGER mailbox_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.mailbox
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change(
        'mailbox',
        'watcher,held_until,uid_validity,last_uid,since,caught_up_at,last_mail_at,failures,failing_from,next_try_at'
    );

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('tell_of_mailboxes', '* * * * *', 'helpdesk.tell_of_mailboxes()',
        'Tells administrators of mailboxes that are not read, and that are read again.'),
    ('refresh_mail_tokens', '* * * * *', 'helpdesk.refresh_mail_tokens()',
        'Gets fresh tokens for mailbox accounts before the old ones end.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('mailbox_stopped', false,
        'A mailbox is not read, or its account is refused; to who keeps mailboxes, without a ticket.'),
    ('mailbox_works', false, 'It is read again, or its account is let in; to who keeps mailboxes, without a ticket.')
) AS d (kind, is_public, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.mail_provider', jsonb_agg(d),
    p_initial => '{name,authorization_endpoint,token_endpoint,scopes,parameters}') FROM (VALUES
    ('google', 'Google', 'https://accounts.google.com/o/oauth2/v2/auth', 'https://oauth2.googleapis.com/token',
        '{https://mail.google.com/}'::text[], '{"access_type": "offline", "prompt": "consent"}'::jsonb),
    ('microsoft', 'Microsoft 365', 'https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize',
        'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
        ARRAY[
            'https://outlook.office.com/IMAP.AccessAsUser.All', 'https://outlook.office.com/SMTP.Send',
            'offline_access'
        ],
        '{"prompt": "select_account"}'::jsonb)
) AS d (provider, name, authorization_endpoint, token_endpoint, scopes, parameters);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD135', 409, 'nobody is asked to let pgdesk in by this mailbox account',
        'Give it a provider of /rest/mail_providers that has authorization_endpoint and client_id.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('mailboxes.edit', 'Keep the mailboxes that are read, and the accounts by which they are.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'mailboxes.edit')
) AS d (role, permission);

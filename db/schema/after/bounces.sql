CREATE OR REPLACE TRIGGER outgoing_mail_20_keep_back BEFORE INSERT ON helpdesk.outgoing_mail
    FOR EACH ROW WHEN (NEW.state = 'queued') EXECUTE FUNCTION helpdesk.tg_outgoing_mail__keep_back();
CREATE OR REPLACE TRIGGER outgoing_mail_21_keep_back BEFORE UPDATE OF state ON helpdesk.outgoing_mail
    FOR EACH ROW WHEN (NEW.state = 'queued' AND OLD.state IN ('failed', 'withdrawn'))
    EXECUTE FUNCTION helpdesk.tg_outgoing_mail__keep_back();
CREATE OR REPLACE TRIGGER outgoing_mail_60_record_refusal AFTER UPDATE OF state ON helpdesk.outgoing_mail
    FOR EACH ROW WHEN (NEW.state = 'failed' AND OLD.state <> 'failed' AND NEW.last_code BETWEEN 500 AND 599)
    EXECUTE FUNCTION helpdesk.tg_outgoing_mail__record_refusal();

CREATE OR REPLACE TRIGGER mail_address_50_withdraw_mails AFTER INSERT OR UPDATE OF state ON helpdesk.mail_address
    FOR EACH ROW WHEN (NEW.state <> 'sent') EXECUTE FUNCTION helpdesk.tg_mail_address__withdraw_mails();
CREATE OR REPLACE TRIGGER mail_address_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.mail_address
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('email');

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('delivery_failed', false, 'A mail of %1$s did not arrive', 'A mail did not reach some of its recipients.'),
    ('delivery_delayed', false, NULL, 'A mail has not reached some of its recipients yet; the server goes on trying.'),
    ('mail_complained', false, 'A mail of %1$s was called spam', 'A recipient called a mail spam.'),
    ('address_failing', false, 'Decide about an address of %1$s: its mails failed',
        'Mails to an address failed so often that none is sent until somebody decides; without a ticket also to '
        'administrators.')
) AS d (kind, is_public, notice_title, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('bounce_limit', 'int', '3', '{"min": 1, "max": 100}',
        'So many mails to an address fail for good, for a reason that lies in the address, until staff are asked about '
        'it and nothing more is sent there.'),
    ('bounce_window_days', 'int', '30', '{"min": 1, "max": 365}', 'Days for which a failed mail counts.'),
    ('automatic_mails_per_address_day', 'int', '20', '{"min": 1, "max": 10000}',
        'Mails that no person wrote to an address in a day, staff''s aside; further ones are withdrawn, so that two '
        'programs that answer each other end.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('mail.addresses', 'Decide whether mail goes on to an address whose mails fail.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('agent', 'mail.addresses'), ('admin', 'mail.addresses')
) AS d (role, permission);

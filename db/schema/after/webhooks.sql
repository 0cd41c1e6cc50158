CREATE OR REPLACE TRIGGER setting_50_keep_webhook AFTER UPDATE OF value, environment_value ON helpdesk.setting
    FOR EACH ROW WHEN (NEW.key = 'webhook_url') EXECUTE FUNCTION helpdesk.tg_setting__keep_webhook();

CREATE OR REPLACE TRIGGER event_85_queue_webhooks AFTER INSERT ON helpdesk.event
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__queue_webhooks();

CREATE OR REPLACE TRIGGER webhook_01_refuse_chosen_key BEFORE INSERT ON helpdesk.webhook
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.webhook_id, 'helpdesk.webhook_webhook_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('webhook_id');
CREATE OR REPLACE TRIGGER webhook_01_refuse_changed_key BEFORE UPDATE OF webhook_id ON helpdesk.webhook
    FOR EACH ROW WHEN (NEW.webhook_id IS DISTINCT FROM OLD.webhook_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('webhook_id');
CREATE OR REPLACE TRIGGER webhook_10_prepare BEFORE INSERT OR UPDATE OF name, url, events, conditions, is_active
    ON helpdesk.webhook
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_webhook__prepare();
CREATE OR REPLACE TRIGGER webhook_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.webhook
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('webhook_id', 'failures,rests_until,updated_at');

CREATE OR REPLACE TRIGGER webhook_secret_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.webhook_secret
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('webhook_secret_id', 'secret');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('purge_webhook_deliveries', '50 4 * * *', 'helpdesk.purge_webhook_deliveries(coalesce($1, 30))',
        'Deletes webhook deliveries that are done, older than 30 days.'),
    ('wake_deliveries', '* * * * *', 'helpdesk.wake_deliveries()',
        'Goes on with webhooks that nobody is telling what is due.'),
    ('expire_deliveries', '*/10 * * * *', 'helpdesk.expire_deliveries()',
        'Gives up what has waited for a day for a webhook that is switched off.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('webhook_url', 'text', 'null', NULL, 'One https address that receives every event: the webhook of that name.'),
    ('webhooks.failures_allowed', 'int', '20', '{"min": 1, "max": 1000}',
        'Attempts failed in a row after which a webhook is switched off; between them it rests, up to 15 minutes.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('webhooks.edit', 'Change webhooks and see what they sent.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'webhooks.edit')
) AS d (role, permission);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('webhook_disabled', false,
        'A webhook failed repeatedly or is gone, and was switched off; to administrators, without a ticket.')
) AS d (kind, is_public, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.rule_action', jsonb_agg(d)) FROM (VALUES
    ('webhook', 'value', 'webhook.name', '{escalation,automation,workflow,button}',
        'Tell a webhook, by its name, of the ticket.')
) AS d (action, value_shape, choices, rule_kinds, description);

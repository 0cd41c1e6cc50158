CREATE OR REPLACE TRIGGER setting_50_keep_webhook AFTER UPDATE OF value, environment_value ON helpdesk.setting
    FOR EACH ROW WHEN (NEW.key = 'webhook_url') EXECUTE FUNCTION helpdesk.tg_setting__keep_webhook();

CREATE OR REPLACE TRIGGER event_85_queue_webhooks AFTER INSERT ON helpdesk.event
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__queue_webhooks();

CREATE OR REPLACE TRIGGER webhook_10_prepare BEFORE INSERT OR UPDATE OF name, url, events, conditions, is_active
    ON helpdesk.webhook
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_webhook__prepare();
CREATE OR REPLACE TRIGGER webhook_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.webhook
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('webhook_id', 'secret');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('purge_webhook_deliveries', '50 4 * * *', 'helpdesk.purge_webhook_deliveries(coalesce($1, 30))',
        'Deletes webhook deliveries that are done, older than 30 days.')
) AS d (name, cron, call, description);

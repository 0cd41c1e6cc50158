CREATE OR REPLACE FUNCTION helpdesk.call_deliveries(p_webhook_id bigint, p_delay interval DEFAULT '0') RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT helpdesk.enqueue('deliver_webhook', jsonb_build_array(p_webhook_id), 'webhooks', p_delay);
END;

COMMENT ON FUNCTION helpdesk.call_deliveries IS
'Calls a worker to tell a webhook what there is to tell: once for however many deliveries.';

CREATE OR REPLACE FUNCTION helpdesk.leave_deliveries(p_webhook_id bigint, p_holder uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    DELETE FROM helpdesk.webhook_turn AS t WHERE t.webhook_id = p_webhook_id AND t.holder = p_holder;
    IF FOUND THEN
        PERFORM helpdesk.call_deliveries(p_webhook_id);
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.leave_deliveries IS 'Gives the turn at a webhook to another worker: this one stops.';
GRANT EXECUTE ON FUNCTION helpdesk.leave_deliveries TO worker;

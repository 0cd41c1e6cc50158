-- A trigger, since a delivery ends in several ways, and none of them knows of channels.
CREATE OR REPLACE FUNCTION helpdesk.tg_webhook_delivery__note_bridge_reply() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_reply helpdesk.bridge_reply;
BEGIN
    UPDATE helpdesk.bridge_reply AS r
    SET state = CASE NEW.state WHEN 'delivered' THEN 'sent' WHEN 'dead' THEN 'failed' ELSE 'queued' END,
        detail = CASE NEW.state WHEN 'dead' THEN left(NEW.last_error, 2000) END,
        updated_at = helpdesk.clock()
    WHERE r.delivery_id = NEW.delivery_id
        -- The bridge may have said more before its answer came.
        AND (NEW.state = 'queued' AND r.state = 'failed' OR NEW.state <> 'queued' AND r.state = 'queued')
    RETURNING r.* INTO v_reply;
    IF v_reply.state = 'failed' THEN
        PERFORM helpdesk.tell_of_bridge_failure(v_reply);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_webhook_delivery__note_bridge_reply IS
'Whether the bridge was told of a reply is how far that has come.';

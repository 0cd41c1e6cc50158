CREATE OR REPLACE FUNCTION helpdesk.find_bridge_secrets(p_channel text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT jsonb_object_agg(s.webhook_secret_id, encode(s.secret, 'hex'))
    FROM helpdesk.bridge AS b
    JOIN helpdesk.webhook_secret AS s USING (webhook_id)
    WHERE b.channel = p_channel
        AND b.is_active
        AND s.is_inbound
        AND coalesce(s.ends_at > helpdesk.clock(), true);
END;

COMMENT ON FUNCTION helpdesk.find_bridge_secrets IS
'By which a bridge signs what it posts: sealed, in hexadecimal, by their keys; null: nothing comes in by this channel.';
GRANT EXECUTE ON FUNCTION helpdesk.find_bridge_secrets TO worker;

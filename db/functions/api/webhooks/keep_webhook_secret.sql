CREATE FUNCTION api.keep_webhook_secret(
    webhook_id bigint,
    webhook_secret_id uuid,
    secret bytea,
    overlap_hours int DEFAULT 24,
    is_inbound boolean DEFAULT false
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.require('webhooks.edit');
    IF coalesce(keep_webhook_secret.overlap_hours NOT BETWEEN 0 AND 168, true) THEN
        PERFORM helpdesk.refuse(
            'PD006', 'overlap_hours is a number of 0 to 168', NULL,
            '0 ends the secret before at once, as when somebody else knows it.'
        );
    END IF;
    PERFORM 1 FROM helpdesk.webhook AS w WHERE w.webhook_id = keep_webhook_secret.webhook_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('webhook %s not found', coalesce(keep_webhook_secret.webhook_id::text, 'null'))
        );
    END IF;
    DELETE FROM helpdesk.webhook_secret AS s
    WHERE s.webhook_id = keep_webhook_secret.webhook_id
        AND s.is_inbound = keep_webhook_secret.is_inbound
        AND (s.ends_at IS NOT NULL OR keep_webhook_secret.overlap_hours = 0);
    UPDATE helpdesk.webhook_secret AS s
    SET ends_at = helpdesk.clock() + make_interval(hours => keep_webhook_secret.overlap_hours)
    WHERE s.webhook_id = keep_webhook_secret.webhook_id AND s.is_inbound = keep_webhook_secret.is_inbound;
    INSERT INTO helpdesk.webhook_secret (webhook_secret_id, webhook_id, secret, is_inbound)
    VALUES (
        keep_webhook_secret.webhook_secret_id, keep_webhook_secret.webhook_id, keep_webhook_secret.secret,
        keep_webhook_secret.is_inbound
    );
END
$$;

COMMENT ON FUNCTION api.keep_webhook_secret IS
$$Keep the sealed secret of a webhook

For the api process, which makes and seals what POST /webhooks/<webhook_id>/secret answers. The secret before goes on
signing beside it for overlap_hours, one that was before that no longer. is_inbound: the bridge signs with it what it
posts. Raises PD001, PD002, PD006, also for what is not sealed.$$;
GRANT EXECUTE ON FUNCTION api.keep_webhook_secret TO admin;

CREATE FUNCTION api.rotate_webhook_secret(webhook_id bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_secret text;
BEGIN
    PERFORM helpdesk.require('webhooks.edit');
    UPDATE helpdesk.webhook AS w
    SET secret = DEFAULT, updated_at = helpdesk.clock()
    WHERE w.webhook_id = rotate_webhook_secret.webhook_id
    RETURNING w.secret INTO v_secret;
    IF v_secret IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('webhook %s not found', coalesce(rotate_webhook_secret.webhook_id::text, 'null'))
        );
    END IF;
    RETURN v_secret;
END
$$;

COMMENT ON FUNCTION api.rotate_webhook_secret IS
$$Make a webhook's new secret

Returns it, this once; what is sent from now on, also again, is signed with it. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.rotate_webhook_secret TO admin;

-- A trigger, so that the setting of the seed documents is a webhook like any other.
CREATE OR REPLACE FUNCTION helpdesk.tg_setting__keep_webhook() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_url text := helpdesk.setting_text('webhook_url');
BEGIN
    UPDATE helpdesk.webhook AS w
    SET url = coalesce(v_url, w.url), is_active = v_url IS NOT NULL
    WHERE w.name = 'webhook_url';
    IF NOT FOUND AND v_url IS NOT NULL THEN
        INSERT INTO helpdesk.webhook (name, url, events) VALUES ('webhook_url', v_url, '{*}');
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_setting__keep_webhook IS
'Setting webhook_url is the webhook of that name, of all events.';

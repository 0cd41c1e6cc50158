-- A trigger for what rings without an event of its transaction; all else is told with its event.
CREATE OR REPLACE FUNCTION helpdesk.tg_notification__tell_listeners() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM pg_notify('pgdesk_live', json_build_object('notification_id', NEW.notification_id)::text);
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_notification__tell_listeners IS
'NOTIFY pgdesk_live when the transaction commits: {"notification_id"}.';

-- A trigger for what rings without an event of its transaction; all else is told with its event.
CREATE OR REPLACE FUNCTION helpdesk.tg_notification__tell_listeners() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    NEW.xid := pg_current_xact_id();
    PERFORM pg_notify('pgdesk_live', '{}');
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_notification__tell_listeners IS
'Keeps which transaction rings, and NOTIFY pgdesk_live when it commits: {}.';

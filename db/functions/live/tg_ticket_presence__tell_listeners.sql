CREATE OR REPLACE FUNCTION helpdesk.tg_ticket_presence__tell_listeners() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM pg_notify('pgdesk_live', json_build_object('presence_of_ticket_id', NEW.ticket_id)::text);
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket_presence__tell_listeners IS
'NOTIFY pgdesk_live when the transaction commits: {"presence_of_ticket_id"}, when somebody comes, or begins or ends to '
'write.';

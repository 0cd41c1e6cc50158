CREATE OR REPLACE FUNCTION helpdesk.my_guest_ticket_id() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_guest_link_id bigint := helpdesk.claims() ->> 'pgdesk_guest_link';
BEGIN
    IF v_guest_link_id IS NULL OR helpdesk.actor_role() <> 'customer' THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT l.ticket_id FROM helpdesk.live_guest_link(v_guest_link_id) AS l);
END
$$;

COMMENT ON FUNCTION helpdesk.my_guest_ticket_id IS
'The one ticket of a caller who came by a link and is nobody else: me() is NULL. NULL: the caller is no such guest.';

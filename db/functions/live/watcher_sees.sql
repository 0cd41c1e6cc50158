CREATE OR REPLACE FUNCTION helpdesk.watcher_sees(
    p_watcher helpdesk.watcher,
    p_ticket helpdesk.ticket,
    p_staff_see_all boolean
) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_watcher.guest_link_id IS NOT NULL THEN
        RETURN p_ticket.deleted_at IS NULL AND p_ticket.ticket_id
            = (SELECT l.ticket_id FROM helpdesk.live_guest_link(p_watcher.guest_link_id) AS l);
    ELSIF p_staff_see_all AND p_watcher.role <> 'customer' THEN
        RETURN p_ticket.deleted_at IS NULL;
    END IF;
    RETURN helpdesk.ticket_access(p_ticket, p_watcher.person_id, p_watcher.role) IS NOT NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.watcher_sees IS
'Whether somebody who watches sees a ticket now, by the rule of ticket_access. p_staff_see_all: '
'all_staff_see_all_tickets(), asked once.';

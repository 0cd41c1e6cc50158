CREATE OR REPLACE FUNCTION helpdesk.acting_person_id() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_me bigint := helpdesk.me();
    v_guest_link_id bigint;
BEGIN
    IF v_me IS NULL AND helpdesk.actor_role() = 'customer' THEN
        v_guest_link_id := helpdesk.claims() ->> 'pgdesk_guest_link';
        RETURN (SELECT l.person_id FROM helpdesk.live_guest_link(v_guest_link_id) AS l);
    END IF;
    RETURN v_me;
END
$$;

COMMENT ON FUNCTION helpdesk.acting_person_id IS
'In whose name the caller writes: me(), or the requester to whom a guest''s link was mailed. What somebody may is said '
'by me(), which is nobody for a guest.';

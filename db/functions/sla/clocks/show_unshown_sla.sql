CREATE OR REPLACE FUNCTION helpdesk.show_unshown_sla() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket_ids bigint[];
BEGIN
    WITH waiting AS (
        SELECT u.ticket_id FROM helpdesk.sla_unshown AS u FOR UPDATE SKIP LOCKED
    ),
    taken AS (
        DELETE FROM helpdesk.sla_unshown AS u USING waiting AS w WHERE u.ticket_id = w.ticket_id RETURNING u.ticket_id
    )
    SELECT array_agg(t.ticket_id) INTO v_ticket_ids FROM taken AS t;
    IF v_ticket_ids IS NOT NULL THEN
        PERFORM helpdesk.show_sla(v_ticket_ids);
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.show_unshown_sla IS
'Shows on tickets what their clocks said while somebody else held them; who still does is left for the next sweep.';

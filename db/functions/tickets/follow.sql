CREATE OR REPLACE FUNCTION helpdesk.follow(p_ticket_id bigint, p_person_id bigint, p_reason text DEFAULT 'asked')
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    -- Whoever replies once more follows already.
    IF EXISTS (
        SELECT 1 FROM helpdesk.ticket_follower AS f WHERE f.ticket_id = p_ticket_id AND f.person_id = p_person_id
    ) THEN
        RETURN;
    END IF;
    INSERT INTO helpdesk.ticket_follower (ticket_id, person_id, reason)
    SELECT p_ticket_id, p.person_id, p_reason
    FROM helpdesk.person AS p
    WHERE p.person_id = p_person_id AND p.role <> 'customer'
        AND (p_reason = 'asked' OR helpdesk.setting('auto_follow') ? p_reason)
    ON CONFLICT (ticket_id, person_id) DO NOTHING;
END
$$;

COMMENT ON FUNCTION helpdesk.follow IS
'Lets a member of staff follow a ticket, if it was asked for or setting auto_follow names the reason.';

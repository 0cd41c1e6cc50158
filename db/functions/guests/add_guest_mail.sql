CREATE OR REPLACE FUNCTION helpdesk.add_guest_mail(p_kind text, p_ticket_id bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_now timestamptz := helpdesk.clock();
    v_person_id bigint;
    v_email text;
    v_guest_link_id bigint;
BEGIN
    SELECT p.person_id, coalesce(p.email, p.claimed_email) INTO v_person_id, v_email
    FROM helpdesk.ticket AS t
    JOIN helpdesk.person AS p ON p.person_id = t.requester_id
    WHERE t.ticket_id = p_ticket_id AND t.deleted_at IS NULL AND NOT t.is_spam
        AND p.is_active AND p.role = 'customer';
    IF v_email IS NULL THEN
        RETURN false;
    END IF;
    DELETE FROM helpdesk.guest_link AS l
    WHERE l.ticket_id = p_ticket_id AND (l.person_id <> v_person_id OR l.expires_at <= v_now);
    -- Not a new one while there is one: whoever asks, the requester's older mails stay good.
    INSERT INTO helpdesk.guest_link AS l (ticket_id, person_id, nonce, expires_at, code_nonce, code_expires_at)
    VALUES (
        p_ticket_id,
        v_person_id,
        helpdesk.random_nonce(),
        v_now + make_interval(days => helpdesk.setting_int('guest_link_days')),
        helpdesk.random_nonce(),
        v_now + make_interval(mins => helpdesk.setting_int('guest_code_minutes'))
    )
    ON CONFLICT (ticket_id) DO UPDATE SET
        expires_at = excluded.expires_at,
        code_nonce = CASE WHEN l.code_expires_at > v_now THEN l.code_nonce ELSE excluded.code_nonce END,
        code_expires_at = excluded.code_expires_at
    RETURNING l.guest_link_id INTO v_guest_link_id;
    PERFORM helpdesk.queue_mail(
        p_kind, v_person_id, v_email, p_ticket_id, p_data => jsonb_build_object('guest_link_id', v_guest_link_id)
    );
    RETURN true;
END
$$;

COMMENT ON FUNCTION helpdesk.add_guest_mail IS
'Mails a ticket''s link, made if there is none, and a code to the requester. False: the requester is no active '
'customer with an address, or the ticket is deleted or spam.';

CREATE OR REPLACE FUNCTION helpdesk.open_guest_link(
    p_guest_link_id bigint,
    p_is_code boolean DEFAULT false,
    p_code_nonce text DEFAULT NULL
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_link record;
    v_now timestamptz := helpdesk.clock();
BEGIN
    SELECT * INTO v_link FROM helpdesk.live_guest_link(p_guest_link_id);
    IF v_link.ticket_id IS NOT NULL THEN
        UPDATE helpdesk.guest_link AS l
        SET used_at = coalesce(l.used_at, v_now),
            code_nonce = CASE WHEN NOT p_is_code THEN l.code_nonce END,
            code_expires_at = CASE WHEN NOT p_is_code THEN l.code_expires_at END
        WHERE l.guest_link_id = p_guest_link_id
            AND CASE WHEN p_is_code THEN l.code_nonce = decode(p_code_nonce, 'hex') ELSE l.used_at IS NULL END;
        IF NOT FOUND AND p_is_code THEN
            v_link.ticket_id := NULL;
        END IF;
    END IF;
    IF v_link.ticket_id IS NULL THEN
        RETURN CASE
            WHEN p_is_code THEN helpdesk.login_refusal('PD100', 'the code is wrong, or good no more')
            ELSE helpdesk.login_refusal('PD030', 'the link is void')
        END;
    END IF;
    RETURN (
        SELECT jsonb_build_object(
            'guest_link_id', p_guest_link_id,
            'ticket_id', t.ticket_id,
            'reference', t.reference,
            'key_id', helpdesk.current_signing_key_id(),
            'access_seconds', 60 * helpdesk.setting_int('guest_access_minutes')
        )
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = v_link.ticket_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.open_guest_link IS
'What the access token of a guest says whose link, or code of p_code_nonce, was checked, and for how many seconds: '
'{guest_link_id, ticket_id, reference, key_id, access_seconds}; or refusal PD030, of a code PD100. A link is good as '
'often as it is used, a code once.';
GRANT EXECUTE ON FUNCTION helpdesk.open_guest_link TO doorkeeper;

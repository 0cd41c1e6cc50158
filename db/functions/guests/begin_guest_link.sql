CREATE OR REPLACE FUNCTION helpdesk.begin_guest_link(p_guest_link_id bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(
        (
            SELECT jsonb_build_object('guest_link_id', l.guest_link_id, 'nonce', encode(l.nonce, 'hex'))
            FROM helpdesk.guest_link AS l
            WHERE l.guest_link_id = p_guest_link_id
        ),
        '{}'
    );
END;

COMMENT ON FUNCTION helpdesk.begin_guest_link IS
'What the token of a link is checked against: {guest_link_id, nonce} in hexadecimal, {} for a link that is not there.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_guest_link TO doorkeeper;

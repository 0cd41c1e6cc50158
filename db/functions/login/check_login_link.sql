CREATE OR REPLACE FUNCTION helpdesk.check_login_link(
    p_token_hash bytea,
    p_purposes text[]
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_person_id bigint;
BEGIN
    -- A person's links change under the lock of the person: what is read of the link below is what the one before left.
    SELECT p.person_id INTO v_person_id
    FROM helpdesk.person AS p
    WHERE p.person_id = (SELECT l.person_id FROM helpdesk.login_link AS l WHERE l.token_hash = p_token_hash)
    FOR NO KEY UPDATE;
    IF NOT EXISTS (
        SELECT
        FROM helpdesk.login_link AS l
        JOIN helpdesk.person AS p ON p.person_id = l.person_id
        WHERE l.token_hash = p_token_hash
            AND l.purpose = ANY (p_purposes)
            AND l.used_at IS NULL AND l.expires_at > helpdesk.clock()
            AND p.is_active AND p.is_guest = (l.purpose = 'register')
            AND (
                l.email = coalesce(p.email, p.claimed_email)
                OR l.purpose = 'register' AND EXISTS (
                    SELECT FROM helpdesk.person_address AS a WHERE a.email = l.email AND a.person_id = p.person_id
                )
            )
    ) THEN
        RETURN helpdesk.login_refusal('PD030', 'the link is void');
    END IF;
    RETURN jsonb_build_object('person_id', v_person_id);
END
$$;

COMMENT ON FUNCTION helpdesk.check_login_link IS
'{person_id} of a link of such a purpose that may be used, by nobody else until the end of the transaction; else '
'refusal PD030.';
GRANT EXECUTE ON FUNCTION helpdesk.check_login_link TO doorkeeper;

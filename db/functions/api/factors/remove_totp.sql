CREATE FUNCTION api.remove_totp() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require_proof();
    DELETE FROM helpdesk.totp AS t WHERE t.person_id = helpdesk.me();
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse('PD001', 'there is no authenticator app', NULL, 'See /rest/rpc/my_account.');
    END IF;
END
$$;

COMMENT ON FUNCTION api.remove_totp IS
$$Remove one's authenticator app

Needs a fresh proof of who one is, POST /auth/proof. With the last factor go the recovery codes. The person is told by
mail. Raises PD001, PD082.$$;
GRANT EXECUTE ON FUNCTION api.remove_totp TO customer, agent, admin;

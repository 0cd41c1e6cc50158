CREATE FUNCTION api.remove_passkey(passkey_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require_proof();
    DELETE FROM helpdesk.passkey AS k
    WHERE k.passkey_id = remove_passkey.passkey_id AND k.person_id = helpdesk.me();
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('passkey %s not found', remove_passkey.passkey_id), NULL, 'See /rest/my_passkeys.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.remove_passkey IS
$$Remove one of one's passkeys

Needs a fresh proof of who one is, POST /auth/proof. With the last factor go the recovery codes. The person is told by
mail. Raises PD001, PD082.$$;
GRANT EXECUTE ON FUNCTION api.remove_passkey TO customer, agent, admin;

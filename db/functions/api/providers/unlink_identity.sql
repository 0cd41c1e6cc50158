CREATE FUNCTION api.unlink_identity(identity_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    DELETE FROM helpdesk.identity AS i
    WHERE i.identity_id = unlink_identity.identity_id
        AND (i.person_id = helpdesk.me() OR helpdesk.can('people.edit'));
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('identity %s not found', coalesce(unlink_identity.identity_id::text, 'null')), NULL,
            'See /rest/identities.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.unlink_identity IS
$$Forget by which provider somebody signs in

One's own; anybody's by who may edit people. The next login by it tells by the address whose it is. Sessions stay as
they are. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.unlink_identity TO customer, agent, admin;

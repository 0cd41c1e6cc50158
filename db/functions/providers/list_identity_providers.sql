CREATE OR REPLACE FUNCTION helpdesk.list_identity_providers() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT jsonb_build_object('providers', coalesce(
        jsonb_agg(jsonb_build_object('provider', p.provider, 'name', p.name) ORDER BY p.name, p.provider), '[]'
    ))
    FROM helpdesk.identity_provider AS p
    WHERE p.is_active;
END;

COMMENT ON FUNCTION helpdesk.list_identity_providers IS 'By whom people may sign in: {providers: [{provider, name}]}.';
GRANT EXECUTE ON FUNCTION helpdesk.list_identity_providers TO doorkeeper;

CREATE OR REPLACE FUNCTION helpdesk.find_identity_provider(p_provider text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN coalesce(
        (
            SELECT jsonb_build_object(
                'provider', p.provider,
                'issuer', p.issuer,
                'client_id', p.client_id,
                'client_secret', encode(p.client_secret, 'hex'),
                'scopes', p.scopes,
                'group_claim', p.group_claim
            )
            FROM helpdesk.identity_provider AS p
            WHERE p.provider = p_provider AND p.is_active
        ),
        helpdesk.login_refusal('PD071', format('nobody signs in by %s', left(p_provider, 40)))
    );
END
$$;

COMMENT ON FUNCTION helpdesk.find_identity_provider IS
'What is needed to sign in by a provider: {provider, issuer, client_id, client_secret (sealed, in hexadecimal), '
'scopes, group_claim}; else refusal PD071.';
GRANT EXECUTE ON FUNCTION helpdesk.find_identity_provider TO doorkeeper;

CREATE FUNCTION api.create_api_token(
    name text,
    abilities text[],
    token_hash bytea,
    expires_at timestamptz DEFAULT NULL
) RETURNS api.api_tokens
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_me bigint := helpdesk.me();
    v_until timestamptz := helpdesk.clock() + make_interval(days => helpdesk.setting_int('api_token_days'));
    v_most int := helpdesk.setting_int('api_token_limit');
    v_key_id text := helpdesk.current_signing_key_id();
    v_token_id bigint;
    v_result api.api_tokens;
BEGIN
    PERFORM helpdesk.require('tokens.create');
    IF coalesce(create_api_token.abilities, '{}') = '{}' THEN
        PERFORM helpdesk.refuse(
            'PD006', 'abilities is empty', NULL, 'Name what the token is for, see /rest/abilities.'
        );
    ELSIF create_api_token.expires_at <= helpdesk.clock() OR create_api_token.expires_at > v_until THEN
        PERFORM helpdesk.refuse('PD006', 'expires_at is not between now and api_token_days from now', NULL,
            format('Choose an instant until %s, or leave it out.', v_until));
    END IF;
    -- Locked, so that calls at once are counted one after the other, and a deactivation revokes this one, too.
    PERFORM FROM helpdesk.person AS p WHERE p.person_id = v_me FOR NO KEY UPDATE;
    IF (
        SELECT count(*)
        FROM helpdesk.api_token AS t
        WHERE t.person_id = v_me AND t.revoked_at IS NULL AND t.expires_at > helpdesk.clock()
    ) >= v_most THEN
        PERFORM helpdesk.refuse('PD021', format('there are %s API tokens already', v_most), NULL,
            'Revoke one that nobody uses any more, see /rest/api_tokens.');
    END IF;
    INSERT INTO helpdesk.api_token AS t (person_id, role, name, key_id, token_hash, expires_at)
    VALUES (
        v_me, helpdesk.actor_role(), create_api_token.name, v_key_id, create_api_token.token_hash,
        coalesce(create_api_token.expires_at, v_until)
    )
    RETURNING t.api_token_id, t.expires_at INTO v_token_id, v_until;
    PERFORM helpdesk.note_signed_token(v_key_id, v_until);
    PERFORM helpdesk.queue_mail('api_token_made', v_me);
    INSERT INTO helpdesk.api_token_ability (api_token_id, ability)
    SELECT DISTINCT v_token_id, a.ability
    FROM unnest(create_api_token.abilities) AS a(ability);
    SELECT * INTO v_result FROM api.api_tokens AS t WHERE t.api_token_id = v_token_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.create_api_token IS
$$Make an API token

Of the caller, who is signed in. POST /auth/tokens calls it: there a secret is made and signed, of which token_hash is
the SHA-256. abilities: see /rest/abilities. expires_at: at most, and by default, api_token_days from now. A
mail tells of it. Raises
PD002, PD006 (name, abilities, expires_at), PD021 (api_token_limit), PD063 for another API token.$$;
GRANT EXECUTE ON FUNCTION api.create_api_token TO customer, agent, admin;

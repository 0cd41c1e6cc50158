CREATE VIEW api.api_tokens WITH (security_invoker = true) AS
SELECT
    t.api_token_id,
    t.person_id,
    t.role,
    t.name,
    t.key_id,
    ARRAY(
        SELECT a.ability FROM helpdesk.api_token_ability AS a WHERE a.api_token_id = t.api_token_id ORDER BY a.ability
    ) AS abilities,
    t.created_at,
    t.expires_at,
    t.used_at,
    t.revoked_at,
    t.revoked_by
FROM helpdesk.api_token AS t
WHERE helpdesk.token_reads('api_tokens');

COMMENT ON VIEW api.api_tokens IS
$$API tokens

The caller's own, and everybody's for who may keep them. POST /auth/tokens makes one and shows it once,
rpc/revoke_api_token ends one. What has been over for 90 days is gone.$$;
COMMENT ON COLUMN api.api_tokens.abilities IS 'What it opens, see /rest/abilities; never changed.';

GRANT SELECT ON api.api_tokens TO customer, agent, admin;

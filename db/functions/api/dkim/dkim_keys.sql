CREATE VIEW api.dkim_keys WITH (security_invoker = true) AS
SELECT
    k.record_name,
    'v=DKIM1; k=rsa; p=' || k.public_key AS record_text,
    k.domain,
    k.selector,
    k.created_at,
    k.signs_from,
    (
        SELECT min(n.signs_from)
        FROM helpdesk.dkim_key AS n
        WHERE n.domain = k.domain AND n.signs_from > k.signs_from
    ) AS replaced_at
FROM helpdesk.dkim_key AS k
WHERE helpdesk.token_reads('dkim_keys');

COMMENT ON VIEW api.dkim_keys IS
$$Keys by which mails are signed

PUT /mail/dkim_keys/<domain>/<selector> makes one. DNS has to say record_text as TXT of record_name; when it does, let
the key sign by rpc/sign_with_dkim_key. What a key signed before replaced_at is still under way: leave its record for
a week, then delete it here and there. Without the key that signs, the one before does again; without any, mails are
not signed. The private key is never shown. Raises PD002.$$;
COMMENT ON COLUMN api.dkim_keys.record_text IS 'What the TXT record has to say, in strings of at most 255 characters.';
COMMENT ON COLUMN api.dkim_keys.replaced_at IS 'When another of its domain began to sign; null: none has.';

GRANT SELECT, DELETE ON api.dkim_keys TO admin;

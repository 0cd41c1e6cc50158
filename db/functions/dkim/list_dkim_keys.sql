CREATE OR REPLACE FUNCTION helpdesk.list_dkim_keys() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(jsonb_agg(to_jsonb(s)), '[]')
    FROM (
        SELECT DISTINCT ON (k.domain)
            k.record_name,
            k.domain,
            k.selector,
            encode(k.private_key, 'hex') AS private_key
        FROM helpdesk.dkim_key AS k
        WHERE k.signs_from IS NOT NULL
        ORDER BY k.domain, k.signs_from DESC
    ) AS s;
END;

COMMENT ON FUNCTION helpdesk.list_dkim_keys IS
'By what mails are signed, a key a domain: [{record_name, domain, selector, private_key (sealed, in hexadecimal)}].';
GRANT EXECUTE ON FUNCTION helpdesk.list_dkim_keys TO worker;

CREATE OR REPLACE FUNCTION helpdesk.is_mail_authenticated(p_parsed jsonb, p_adapter text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        WITH result AS (
            SELECT r.*, r.field = min(r.field) OVER () AS is_topmost
            FROM jsonb_to_recordset(p_parsed -> 'authentication')
                AS r(field int, server text, method text, result text, domain text)
            WHERE r.server = lower(helpdesk.setting_text('inbound_authserv'))
                -- Of what it hands over, such a provider writes the first field, whatever the sender wrote.
                OR r.server = p_adapter || '.pgdesk' AND r.field = 0 AND EXISTS (
                    SELECT 1 FROM helpdesk.mail_adapter AS a WHERE a.adapter = p_adapter AND a.is_judge
                )
        )
        SELECT CASE
            WHEN bool_or(r.method = 'dmarc' AND r.result = 'fail') THEN false
            WHEN bool_or(
                r.is_topmost
                AND r.result = 'pass'
                AND r.method IN ('dmarc', 'dkim', 'spf')
                AND strpos(r.domain, '.') > 0
                AND (
                    r.domain = split_part(p_parsed #>> '{sender,address}', '@', 2)
                    OR r.method <> 'dmarc'
                        AND right(split_part(p_parsed #>> '{sender,address}', '@', 2), length(r.domain) + 1)
                            = '.' || r.domain
                )
            ) THEN true
        END
        FROM result AS r
    );
END
$$;

COMMENT ON FUNCTION helpdesk.is_mail_authenticated IS
'What the trusted server says (setting inbound_authserv, or the provider by whose adapter the mail came, where it is a '
'judge): true: DMARC, DKIM or SPF passed for the sender''s own domain, DKIM or SPF also for one above it, in its '
'top-most field; false: DMARC failed, in any; NULL: neither. That server must remove fields that carry its name from '
'incoming mail (RFC 8601, section 5). A domain below the sender''s counts in a DMARC result only: whether both have '
'one owner takes a list of public suffixes, which ages, and one that it lacks would let customers of a provider write '
'in its name.';

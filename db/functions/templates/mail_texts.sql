-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.mail_texts(p_kind text, p_language text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        WITH found AS (
            SELECT
                l.language, w.number, s.subject AS shipped_subject, s.body AS shipped_body, t.subject, t.body, t.version
            FROM unnest(helpdesk.mail_languages(p_language)) WITH ORDINALITY AS w(language, number)
            CROSS JOIN LATERAL (SELECT w.language) AS l
            LEFT JOIN helpdesk.shipped_mail_template AS s ON (s.kind, s.language) = (p_kind, l.language)
            LEFT JOIN LATERAL (
                SELECT o.subject, o.body, o.version
                FROM helpdesk.mail_template AS o
                WHERE (o.kind, o.language) = (p_kind, l.language)
                ORDER BY o.version DESC
                LIMIT 1
            ) AS t ON true
            WHERE t.subject IS NOT NULL OR s.subject IS NOT NULL
        ),
        best AS (
            SELECT f.language, f.version, f.subject, f.body
            FROM found AS f
            WHERE f.number = (SELECT min(o.number) FROM found AS o) AND f.subject IS NOT NULL
        ),
        shipped AS (
            SELECT f.language, NULL::int AS version, f.shipped_subject AS subject, f.shipped_body AS body
            FROM found AS f
            WHERE f.shipped_subject IS NOT NULL
            ORDER BY f.number
            LIMIT 1
        )
        SELECT jsonb_agg(to_jsonb(t.*) - 'rank' ORDER BY t.rank)
        FROM (
            SELECT 1 AS rank, b.* FROM best AS b
            UNION ALL
            SELECT 2, s.* FROM shipped AS s
            UNION ALL
            SELECT 3, 'en', NULL, k.description, k.description
            FROM helpdesk.outgoing_mail_kind AS k
            WHERE k.kind = p_kind
        ) AS t
    );
END
$$;

COMMENT ON FUNCTION helpdesk.mail_texts IS
'The texts of a kind of mail, best first: {"language", "version", "subject", "body"}. The desk''s own in the best '
'language that there is, pgdesk''s (version null) in the best of its own, and at last what the kind is, so that no '
'mail waits for a text.';

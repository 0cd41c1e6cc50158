CREATE OR REPLACE FUNCTION helpdesk.sample_mail_values(p_kind text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT jsonb_object_agg(
        g.name, CASE WHEN g.name = ANY (g.placeholders) THEN jsonb_build_array(g.fields) ELSE g.fields END
    )
    FROM (
        SELECT
            split_part(p.placeholder, '.', 1) AS name,
            array_agg(p.placeholder) AS placeholders,
            jsonb_object_agg(split_part(p.placeholder, '.', 2), p.sample) FILTER (WHERE p.placeholder LIKE '%.%')
                AS fields
        FROM helpdesk.mail_placeholder AS p
        WHERE p.placeholder = ANY (helpdesk.placeholders_of_kind(p_kind))
        GROUP BY split_part(p.placeholder, '.', 1)
    ) AS g;
END;

COMMENT ON FUNCTION helpdesk.sample_mail_values IS
'What a mail of a kind could say, made of the samples of mail_placeholder.';

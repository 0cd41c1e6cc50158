CREATE OR REPLACE FUNCTION helpdesk.mail_blocks(p_raw text) RETURNS TABLE (block text, content bytea)
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
BEGIN
    RETURN QUERY
    SELECT b.block, decode(b.block, 'base64')
    FROM (
        SELECT DISTINCT m.found[1] AS block
        FROM regexp_matches(
            p_raw, '((?:^[A-Za-z0-9+/]{20,}\r?\n)*^[A-Za-z0-9+/]{2,}={0,2})\r?$', 'gn'
        ) AS m(found)
    ) AS b
    WHERE length(regexp_replace(b.block, '\s', '', 'g')) % 4 = 0;
END
$$;

COMMENT ON FUNCTION helpdesk.mail_blocks IS 'What of a raw mail can be base64, and what it says.';

CREATE OR REPLACE FUNCTION helpdesk.title_of(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT CASE WHEN length(l.line) > 100 THEN left(l.line, 99) || '…' ELSE l.line END
    FROM (SELECT btrim(regexp_replace(left(btrim(p_text, E' \n\r\t'), 1000), '[\n\r].*', '')) AS line) AS l;
END;

COMMENT ON FUNCTION helpdesk.title_of IS 'The first line of a text, for a ticket whose writer gave no subject.';

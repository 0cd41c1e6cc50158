-- A mail's raw bytes hold its texts as they were sent: plain, quoted-printable (=XX, lines broken anywhere by =) or in
-- lines of base64. Bytes are looked at as Latin-1, of which each is one.
CREATE OR REPLACE FUNCTION helpdesk.take_mail_words(p_raw bytea, p_texts text[], p_mark text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
DECLARE
    v_raw text;
    v_pattern text := (
        SELECT string_agg(p.pattern, '|' ORDER BY length(p.pattern) DESC)
        FROM unnest(p_texts) AS t(text)
        CROSS JOIN LATERAL (
            SELECT string_agg(
                CASE
                    WHEN chr(b.byte) ~ '[A-Za-z0-9]' THEN format('(?:%s|=%s)', chr(b.byte), upper(to_hex(b.byte)))
                    WHEN b.byte IN (9, 10, 13, 32) THEN '(?:\s|=20|=09|=0A|=0D|=3D20)+'
                    ELSE format('(?:\x%1$s|=%2$s)', lpad(to_hex(b.byte), 2, '0'), upper(lpad(to_hex(b.byte), 2, '0')))
                END,
                '(?:=\r?\n)*' ORDER BY b.position
            ) AS pattern
            FROM generate_series(0, octet_length(convert_to(t.text, 'UTF8')) - 1) AS i(position)
            CROSS JOIN LATERAL (SELECT i.position, get_byte(convert_to(t.text, 'UTF8'), i.position) AS byte) AS b
        ) AS p
    );
    v_block record;
    v_taken bytea;
BEGIN
    IF position('\x00'::bytea IN p_raw) > 0 THEN
        RETURN convert_to(p_mark, 'UTF8'); -- no text holds such a byte
    END IF;
    v_raw := convert_from(p_raw, 'LATIN1');
    v_raw := regexp_replace(v_raw, v_pattern, p_mark, 'gi');
    FOR v_block IN SELECT * FROM helpdesk.mail_blocks(v_raw) LOOP
        CONTINUE WHEN position('\x00'::bytea IN v_block.content) > 0;
        v_taken := convert_to(
            regexp_replace(convert_from(v_block.content, 'LATIN1'), v_pattern, p_mark, 'gi'), 'LATIN1'
        );
        IF v_taken <> v_block.content THEN
            v_raw := replace(v_raw, v_block.block, replace(encode(v_taken, 'base64'), E'\n', E'\r\n'));
        END IF;
    END LOOP;
    RETURN convert_to(v_raw, 'LATIN1');
END
$$;

COMMENT ON FUNCTION helpdesk.take_mail_words IS
'A raw mail with a mark instead of these texts, plain, quoted-printable or base64.';

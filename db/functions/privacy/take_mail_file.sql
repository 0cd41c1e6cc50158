CREATE OR REPLACE FUNCTION helpdesk.take_mail_file(p_raw bytea, p_sha256 text, p_mark text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
DECLARE
    v_raw text;
    v_block text;
BEGIN
    IF position('\x00'::bytea IN p_raw) = 0 THEN
        v_raw := convert_from(p_raw, 'LATIN1');
        SELECT b.block INTO v_block
        FROM helpdesk.mail_blocks(v_raw) AS b
        WHERE encode(sha256(b.content), 'hex') = p_sha256
        LIMIT 1;
    END IF;
    RETURN CASE
        WHEN v_block IS NULL THEN convert_to(p_mark || ' ' || p_sha256, 'UTF8')
        ELSE convert_to(replace(v_raw, v_block, encode(convert_to(p_mark, 'UTF8'), 'base64')), 'LATIN1')
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.take_mail_file IS
'A raw mail with a mark instead of the file that has this hash; where it is not sent as base64, nothing but the mark.';

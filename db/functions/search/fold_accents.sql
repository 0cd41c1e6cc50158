CREATE OR REPLACE FUNCTION helpdesk.fold_accents(p_text text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = ''
AS $$
DECLARE
    v_text text := p_text;
BEGIN
    IF octet_length(v_text) = length(v_text) THEN
        RETURN v_text;
    END IF;
    -- Accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel signs.
    v_text := regexp_replace(
        normalize(v_text, NFKD),
        U&'[\0300-\036F\0483-\0487\0591-\05BD\05BF-\05C7\0610-\061A\0640\064B-\065F\0670\06D6-\06ED]+', '', 'g'
    );
    IF v_text ~ '[øØłŁđĐðÐħĦıŧŦςіІєЄґҐ]' THEN
        v_text := translate(v_text, 'øØłŁđĐðÐħĦıŧŦςіІєЄґҐ', 'oOlLdDdDhHitTσиИеЕгГ');
    END IF;
    IF v_text ~ '[ßẞæÆœŒþÞ]' THEN
        v_text := replace(replace(replace(replace(v_text, 'ß', 'ss'), 'ẞ', 'SS'), 'þ', 'th'), 'Þ', 'TH');
        v_text := replace(replace(replace(replace(v_text, 'æ', 'ae'), 'Æ', 'AE'), 'œ', 'oe'), 'Œ', 'OE');
    END IF;
    RETURN CASE WHEN octet_length(v_text) = length(v_text) THEN v_text ELSE normalize(v_text, NFC) END;
END
$$;

COMMENT ON FUNCTION helpdesk.fold_accents IS
'A text without accents: Äpfel is Apfel, Łódź is Lodz, Straße is Strasse, ё is е; others stay as they are.';

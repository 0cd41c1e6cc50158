CREATE OR REPLACE FUNCTION helpdesk.fold_accents(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN octet_length(p_text) = length(p_text) THEN p_text ELSE
    normalize(
        replace(replace(replace(replace(replace(replace(replace(replace(
            translate(
                -- Accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel signs.
                regexp_replace(
                    normalize(p_text, NFKD),
                    U&'[\0300-\036F\0483-\0487\0591-\05BD\05BF-\05C7\0610-\061A\0640\064B-\065F\0670\06D6-\06ED]',
                    '', 'g'
                ),
                'øØłŁđĐðÐħĦıŧŦςіІєЄґҐ', 'oOlLdDdDhHitTσиИеЕгГ'
            ),
            'ß', 'ss'), 'ẞ', 'SS'), 'æ', 'ae'), 'Æ', 'AE'), 'œ', 'oe'), 'Œ', 'OE'), 'þ', 'th'), 'Þ', 'TH'),
        NFC
    )
END;

COMMENT ON FUNCTION helpdesk.fold_accents IS
'A text without accents: Äpfel is Apfel, Łódź is Lodz, Straße is Strasse, ё is е; others stay as they are.';

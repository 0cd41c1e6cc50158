CREATE OR REPLACE FUNCTION helpdesk.first_name(p_name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = ''
AS $$
DECLARE
    c_titles CONSTANT text := '^(mr|mrs|ms|miss|mx|sir|dr|prof|professor|herr|frau|hr|fr|dipl|ing|dipl-ing|mag|mme|'
        'mlle|monsieur|madame|sr|sra|srta|sig|dott|dhr|mevr|pan|pani)\.?$';
    c_suffixes CONSTANT text := '^(jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d|mba|msc|bsc|esq|cpa|rn|m\.?a|b\.?a|llm|dipl.*|'
        'inc|llc|ltd|gmbh|ag|kg|co|corp|plc|pty|s\.?a|b\.?v|oy|s\.?r\.?l)\.?$';
    v_name text;
    v_parts text[];
    v_words text[];
BEGIN
    -- Brackets hold departments, companies and addresses; quotes are the mail program's.
    v_name := regexp_replace(
        p_name, '\([^)]*\)?|\[[^\]]*\]?|<[^>]*>?|["“”„«»]|^\s*''|''\s*$', ' ', 'g'
    );
    IF v_name LIKE '%@%' THEN
        RETURN '';
    END IF;
    v_parts := ARRAY(
        SELECT btrim(s.part)
        FROM regexp_split_to_table(v_name, '[,，]') WITH ORDINALITY AS s(part, place)
        WHERE s.part ~ '\w' AND btrim(s.part) !~* c_suffixes
        ORDER BY s.place
    );
    -- "Doe, John" stands last name first.
    v_words := ARRAY(
        SELECT w.word
        FROM regexp_split_to_table(coalesce(v_parts[2], v_parts[1]), '\s+') WITH ORDINALITY AS w(word, place)
        WHERE w.word ~ '\w'
        ORDER BY w.place
    );
    WHILE cardinality(v_words) > 1 AND v_words[1] ~* c_titles LOOP
        v_words := v_words[2:];
    END LOOP;
    RETURN coalesce(
        -- So does "DOE John".
        CASE WHEN array_to_string(v_words, ' ') ~ '^[[:upper:]''’ -]{3,}\s\S*[[:lower:]]' THEN (
            SELECT w.word
            FROM unnest(v_words) WITH ORDINALITY AS w(word, place)
            WHERE w.word ~ '[[:lower:]]'
            ORDER BY w.place
            LIMIT 1
        ) END,
        v_words[1],
        ''
    );
END
$$;

COMMENT ON FUNCTION helpdesk.first_name IS
'How a person is greeted: the first name, also of "Doe, John (EXT)", "DOE John" and "Dr. John Doe, PhD"; empty where '
'the name is a mail address.';

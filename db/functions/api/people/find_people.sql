CREATE FUNCTION api.find_people(words text, max_results int DEFAULT 8) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    -- As of index person_words_idx.
    v_text text := translate(
        regexp_replace(normalize(lower(left(find_people.words, 200)), NFKD), U&'[\0300-\036F]+', '', 'g'),
        '@._+-/,;:&|!()<>*"''\', repeat(' ', 20)
    );
    v_query text;
BEGIN
    -- As view people: no policy applies here.
    IF helpdesk.me() IS NULL OR NOT helpdesk.token_reads('people') THEN
        RETURN '[]';
    END IF;
    SELECT string_agg(w.word || ':*', ' & ') INTO v_query
    FROM regexp_split_to_table(btrim(v_text), '\s+') AS w(word)
    WHERE w.word <> '';
    -- One letter begins half of all names.
    IF v_query IS NULL OR length(btrim(v_text)) < 2 THEN
        RETURN '[]';
    END IF;
    RETURN (
        SELECT coalesce(jsonb_agg(to_jsonb(f) ORDER BY f.name, f.person_id), '[]')
        FROM (
            SELECT p.person_id, p.name, p.email, o.name AS organisation_name
            FROM (
                SELECT x.*
                FROM helpdesk.person AS x
                WHERE to_tsvector('simple', translate(
                    regexp_replace(
                        normalize(lower(x.name || ' ' || coalesce(x.email, '')), NFKD), U&'[\0300-\036F]+', '', 'g'
                    ),
                    '@._+-/,;:&|!()<>*"''\', repeat(' ', 20)
                )) @@ to_tsquery('simple', v_query)
                    AND x.is_active
                LIMIT 1000
            ) AS p
            LEFT JOIN helpdesk.organisation AS o USING (organisation_id)
            ORDER BY p.name, p.person_id
            LIMIT least(greatest(coalesce(find_people.max_results, 8), 1), 100)
        ) AS f
    );
END
$$;

COMMENT ON FUNCTION api.find_people IS
$$People by the beginnings of words of their names and addresses

Active people in whose name and mail address each of these words begins a word, in any order, without regard to case
and accents: "wh da" finds Dan Whitfield. [{"person_id", "name", "email", "organisation_name"}] by name, max_results of
them (100 at most), of more than 1000 any. Words of one character alone find nobody.$$;
GRANT EXECUTE ON FUNCTION api.find_people TO agent, admin;

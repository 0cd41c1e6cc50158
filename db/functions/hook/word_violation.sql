CREATE OR REPLACE FUNCTION hook.word_violation(
    p_state text,
    p_message text,
    p_detail text,
    p_schema text,
    p_table text,
    p_column text,
    p_constraint text
)
RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_table oid := to_regclass(format('%I.%I', p_schema, p_table));
    v_target oid;
    v_comment text;
    v_sentences text[];
    v_columns text := p_column;
    v_key text[] := regexp_match(p_detail, '^Key \((.*?)\)=\((.*)\) (?:is not|already|is still)');
    v_given text;
    v_error helpdesk.error_code;
    v_code text := 'PD006';
    v_message text;
    v_hint text;
BEGIN
    SELECT
        obj_description(k.oid, 'pg_constraint'),
        k.confrelid,
        (SELECT string_agg(a.attname, ', ' ORDER BY c.position)
            FROM unnest(k.conkey) WITH ORDINALITY AS c (attnum, position)
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = c.attnum)
    INTO v_comment, v_target, v_columns
    FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = coalesce(v_table, 0) AND k.conname = p_constraint;
    IF v_comment IS NULL AND p_constraint IS NOT NULL THEN
        v_comment := obj_description(to_regclass(format('%I.%I', p_schema, p_constraint)), 'pg_class');
    END IF;
    v_sentences := regexp_split_to_array(v_comment, '\.\s+(?=[A-Z])');
    v_message := lower(left(v_sentences[1], 1)) || rtrim(substr(v_sentences[1], 2), '.');
    v_hint := nullif(array_to_string(v_sentences[2:], '. '), '');
    -- Postgres keeps the value to itself where row level security hides the row.
    v_given := coalesce(v_key[1] || ' ' || left(v_key[2], 100), 'the given ' || v_columns, 'what was given');
    CASE
        WHEN p_state = '23502' THEN
            v_message := format('%s is missing', p_column);
            v_hint := format('Give %s. %s', p_column, col_description(v_table, (
                SELECT a.attnum FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = v_table AND a.attname = p_column
            )));
        WHEN p_state IN ('23503', '23001') AND p_message LIKE 'insert or update on table %' THEN
            v_message := v_given || ' does not exist';
            v_hint := coalesce(v_comment, 'Choose one of /rest/' || hook.view_of(v_target) || '.');
        WHEN p_state IN ('23503', '23001') THEN
            v_code := 'PD021';
            v_message := format('%s still has %s', coalesce(v_key[1] || ' ' || left(v_key[2], 100), 'the row'),
                hook.view_of(v_table));
            v_hint := NULL;
        WHEN p_state = '23505' THEN
            v_code := 'PD022';
            v_hint := v_comment;
            v_message := v_given || ' is taken';
        WHEN p_state = '23P01' THEN
            v_code := 'PD022';
        ELSE
            v_hint := coalesce(v_hint, 'Correct ' || v_columns || '.');
    END CASE;
    SELECT * INTO v_error FROM helpdesk.error_code AS e WHERE e.code = v_code;
    RETURN json_build_object(
        'code', v_code,
        'status', v_error.http_status,
        'message', coalesce(v_message, format('%s does not hold', coalesce(p_constraint, 'a rule'))),
        'hint', coalesce(btrim(v_hint), v_error.hint)
    );
END
$$;

COMMENT ON FUNCTION hook.word_violation IS
'The refusal of a constraint (SQLSTATE 23…) as code, status, fact and hint: the fact is the first sentence of its
comment, the hint the rest. Of the row nothing is told but the key that was sent.';
GRANT EXECUTE ON FUNCTION hook.word_violation TO anon, customer, agent, admin;

-- One table at a time. Its keys are those that its audit trigger writes, so that the log is found by them: of rows that
-- are there, and of those that were deleted and say whose they were.
CREATE OR REPLACE FUNCTION helpdesk.remove_words(
    p_table helpdesk.personal_table,
    p_owner text,
    p_ids bigint[],
    p_texts text[],
    p_mark text
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_predicate text := CASE p_owner WHEN 'ticket_id' THEN p_table.of_tickets ELSE p_table.of_person END;
    v_pattern text := helpdesk.words_pattern(p_texts);
    v_keys text[] := (
        SELECT string_to_array(split_part(encode(t.tgargs, 'escape'), '\000', 1), ',')
        FROM pg_trigger AS t
        WHERE t.tgrelid = ('helpdesk.' || quote_ident(p_table.table_name))::regclass
            AND t.tgfoid = 'audit.tg_record_change'::regproc
        LIMIT 1
    );
    v_words text[] := ARRAY(
        SELECT a.attname::text
        FROM pg_attribute AS a
        WHERE a.attrelid = ('helpdesk.' || quote_ident(p_table.table_name))::regclass
            AND a.attnum > 0
            AND NOT a.attisdropped
            AND (a.attname = ANY (p_table.words) OR p_table.words = '{*}' AND a.atttypid = 'text'::regtype)
    );
    v_set text;
    v_wanted text;
    v_done bigint;
    v_changed text[];
    v_changes bigint := 0;
BEGIN
    IF v_predicate IS NULL OR p_texts IS NOT NULL AND v_words = '{}' THEN
        RETURN '{}';
    END IF;
    IF p_texts IS NOT NULL THEN
        SELECT
            string_agg(
                CASE a.atttypid
                    WHEN 'text'::regtype THEN format('%1$I = regexp_replace(r.%1$I, $3, $2, ''gi'')', a.attname)
                    WHEN 'bytea'::regtype THEN format('%1$I = helpdesk.take_mail_words(r.%1$I, $4, $2)', a.attname)
                    WHEN 'jsonb'::regtype THEN format('%1$I = helpdesk.take_words(r.%1$I, $3, $2)', a.attname)
                    ELSE format(
                        '%1$I = ARRAY(SELECT regexp_replace(w, $3, $2, ''gi'') FROM unnest(r.%1$I) AS w)', a.attname
                    )
                END,
                ', '
            ),
            string_agg(
                CASE a.atttypid
                    WHEN 'bytea'::regtype
                        THEN format('helpdesk.take_mail_words(r.%1$I, $4, $2) <> r.%1$I', a.attname)
                    WHEN 'jsonb'::regtype THEN format('helpdesk.take_words(r.%1$I, $3, $2) <> r.%1$I', a.attname)
                    ELSE format('r.%I::text ~* $3', a.attname)
                END,
                ' OR '
            )
        INTO v_set, v_wanted
        FROM pg_attribute AS a
        WHERE a.attrelid = ('helpdesk.' || quote_ident(p_table.table_name))::regclass AND a.attname = ANY (v_words);
    ELSE
        v_set := p_table.erased;
    END IF;
    EXECUTE format(
        'WITH changed AS (%s WHERE (%s)%s RETURNING %s AS key) SELECT count(*), array_agg(c.key) FROM changed AS c',
        CASE
            WHEN v_set IS NULL THEN format('DELETE FROM helpdesk.%I AS r', p_table.table_name)
            ELSE format('UPDATE helpdesk.%I AS r SET %s', p_table.table_name, v_set)
        END,
        v_predicate,
        CASE WHEN p_texts IS NOT NULL THEN format(' AND (%s)', v_wanted) ELSE '' END,
        CASE
            WHEN v_keys IS NULL THEN 'NULL::text'
            ELSE (
                SELECT format('concat_ws('','', %s)', string_agg(format('r.%I', k.name), ', ' ORDER BY k.position))
                FROM unnest(v_keys) WITH ORDINALITY AS k(name, position)
            )
        END
    ) INTO v_done, v_changed USING p_ids, p_mark, v_pattern, p_texts;
    IF v_keys IS NOT NULL THEN
        -- The log may have what the row has no longer.
        EXECUTE format(
            'SELECT $3 || ARRAY(
                SELECT concat_ws('','', %s) FROM helpdesk.%I AS r WHERE %s
            ) || ARRAY(
                SELECT c.row_key
                FROM audit.change AS c
                WHERE c.old_values ->> %L = ANY ($1::text[]) AND c.table_name = %L
            )',
            (
                SELECT string_agg(format('r.%I', k.name), ', ' ORDER BY k.position)
                FROM unnest(v_keys) WITH ORDINALITY AS k(name, position)
            ),
            p_table.table_name, v_predicate, p_owner, p_table.table_name
        ) INTO v_changed USING p_ids, p_mark, v_changed;
        v_changes := audit.withhold(
            p_table.table_name,
            ARRAY(SELECT DISTINCT k.key FROM unnest(v_changed) AS k(key)),
            p_table.words, v_pattern, p_mark
        );
    END IF;
    RETURN jsonb_build_object(p_table.table_name, v_done, 'audit', v_changes);
END
$$;

COMMENT ON FUNCTION helpdesk.remove_words IS
'Takes words out of the rows of a table that belong to p_ids (tickets, or a person: p_owner ticket_id or person_id), '
'and out of what the audit log tells of them: these texts; null: what erasure takes. Returns how many rows, by table.';

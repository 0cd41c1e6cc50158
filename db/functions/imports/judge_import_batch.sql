CREATE OR REPLACE FUNCTION helpdesk.judge_import_batch(p_import helpdesk.import, p_is_dry boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_nestloop = off
AS $$
DECLARE
    v_now timestamptz := helpdesk.clock() + interval '1 day';
BEGIN
    UPDATE pg_temp.import_batch AS b
    SET state = 'bad',
        reason = f.reason,
        hint = f.hint
    FROM (
        SELECT DISTINCT ON (j.import_row_id) j.import_row_id, j.reason, j.hint
        FROM (
            SELECT
                r.import_row_id,
                f.field,
                CASE
                    WHEN x.value IS NULL OR x.value = 'null'
                        THEN CASE WHEN f.is_required THEN f.field || ' is missing' END
                    WHEN f.value_type = 'bool'
                        THEN CASE
                            WHEN jsonb_typeof(x.value) <> 'boolean' THEN f.field || ' is neither true nor false'
                        END
                    WHEN f.value_type = 'object'
                        THEN CASE WHEN jsonb_typeof(x.value) <> 'object' THEN f.field || ' is no object' END
                    WHEN f.value_type = 'texts' THEN CASE
                        WHEN jsonb_typeof(x.value) <> 'array' OR jsonb_path_exists(
                            x.value, '$[*] ? (@.type() != "string" && @.type() != "number")'
                        ) THEN f.field || ' is no list of texts'
                    END
                    WHEN jsonb_typeof(x.value) NOT IN ('string', 'number') THEN f.field || ' is no text'
                    WHEN f.is_required AND x.text !~ '\S' THEN f.field || ' is empty'
                    WHEN length(x.text) > f.max_length
                        THEN format('%s has more than %s characters', f.field, f.max_length)
                    WHEN f.allowed IS NOT NULL AND x.text <> ALL (f.allowed)
                        THEN format('%s is not %s', f.field, array_to_string(f.allowed, ', '))
                    WHEN f.value_type = 'integer' AND x.text !~ '^[0-9]{1,15}$'
                        THEN f.field || ' is no whole number'
                    WHEN f.value_type = 'email' AND x.text !~ '^\s*[^@\s]+@[^@\s]+\s*$'
                        THEN f.field || ' is no mail address'
                    WHEN f.value_type = 'language' AND x.text !~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'
                        THEN f.field || ' is no BCP 47 tag'
                    WHEN f.value_type = 'time_zone' AND NOT helpdesk.is_time_zone(x.text)
                        THEN f.field || ' is no IANA name'
                    WHEN f.value_type = 'instant' THEN CASE
                        WHEN NOT helpdesk.is_import_instant(x.text) THEN f.field || ' is no instant'
                        WHEN x.text::timestamptz > v_now AND f.field <> 'due_at' THEN f.field || ' is in the future'
                    END
                END AS reason,
                CASE f.value_type
                    WHEN 'instant' THEN 'Write for example 2026-11-03T09:00:00Z.'
                    WHEN 'language' THEN 'Write for example en or pt-BR.'
                END AS hint
            FROM pg_temp.import_batch AS r
            JOIN helpdesk.import_field AS f USING (record)
            CROSS JOIN LATERAL (SELECT r.data -> f.field AS value, r.data ->> f.field AS text) AS x
            WHERE r.state IS NULL
        ) AS j
        WHERE j.reason IS NOT NULL
        ORDER BY j.import_row_id, j.field
    ) AS f
    WHERE b.import_row_id = f.import_row_id;

    PERFORM helpdesk.judge_import_words(p_import);
    PERFORM helpdesk.judge_import_rules(p_import);
    -- Last, since what belongs to something bad is bad.
    PERFORM helpdesk.judge_import_references(p_import, p_is_dry);
END
$$;

COMMENT ON FUNCTION helpdesk.judge_import_batch IS
'Marks the rows of pg_temp.import_batch that cannot be taken over as bad, with reason and hint. p_is_dry: what is read '
'and not yet taken over may be referred to, if pg_temp.import_fault does not hold it.';

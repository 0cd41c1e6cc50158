CREATE OR REPLACE FUNCTION helpdesk.add_import_rows(p_import_id bigint, p_rows jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_import helpdesk.import := helpdesk.lock_import(p_import_id, '{created}');
    v_line bigint;
    v_count bigint;
    v_bad text;
BEGIN
    IF jsonb_typeof(p_rows) IS DISTINCT FROM 'array' THEN
        PERFORM helpdesk.refuse('PD006', 'rows are no list', NULL, 'Send [{"record": "ticket", "id": "1", …}, …].');
    END IF;
    SELECT left(r.value::text, 100) INTO v_bad
    FROM jsonb_array_elements(p_rows) AS r(value)
    WHERE jsonb_typeof(r.value) <> 'object'
        OR coalesce(jsonb_typeof(r.value -> 'line'), 'number') <> 'number'
        OR NOT coalesce((r.value ->> 'line')::numeric, 1) BETWEEN 1 AND 1e15
        OR NOT r.value ? 'fault' AND (
            NOT EXISTS (SELECT FROM helpdesk.import_field AS f WHERE f.record = r.value ->> 'record')
            OR coalesce(r.value ->> 'id', '') !~ '\S' OR length(r.value ->> 'id') > 1000
        )
    LIMIT 1;
    IF v_bad IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', format('not a record with an id: %s', v_bad), NULL, 'See /rest/import_fields for the form.'
        );
    END IF;
    SELECT coalesce(max(r.line), 0) INTO v_line
    FROM (
        SELECT max(w.line) AS line FROM helpdesk.import_row AS w WHERE w.import_id = p_import_id
        UNION ALL
        SELECT max(p.line) FROM helpdesk.import_problem AS p WHERE p.import_id = p_import_id
    ) AS r
    WHERE EXISTS (SELECT FROM jsonb_array_elements(p_rows) AS n(value) WHERE NOT n.value ? 'line');
    WITH given AS (
        SELECT
            coalesce(trunc((r.value ->> 'line')::numeric)::bigint, v_line + r.number) AS line,
            r.number,
            coalesce(r.value ->> 'record', '') AS record,
            coalesce(r.value ->> 'id', '') AS external_id,
            r.value ->> 'fault' AS fault,
            r.value - '{line,record,id,fault}'::text[] AS data
        FROM jsonb_array_elements(p_rows) WITH ORDINALITY AS r(value, number)
    ),
    kept AS (
        INSERT INTO helpdesk.import_row (import_id, line, record, external_id, data)
        SELECT p_import_id, g.line, g.record, g.external_id, g.data
        FROM given AS g
        WHERE g.fault IS NULL
        ORDER BY g.number
    ),
    bad AS (
        INSERT INTO helpdesk.import_problem (import_id, line, record, external_id, reason, data)
        SELECT p_import_id, g.line, g.record, g.external_id, left(g.fault, 1000), g.data
        FROM given AS g
        WHERE g.fault IS NOT NULL
    ),
    counted AS (
        INSERT INTO helpdesk.import_count AS c (import_id, record, read, bad)
        SELECT p_import_id, g.record, count(*), count(g.fault) FROM given AS g GROUP BY g.record
        ON CONFLICT (import_id, record) DO UPDATE SET read = c.read + excluded.read, bad = c.bad + excluded.bad
    )
    SELECT count(*) INTO v_count FROM given;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION helpdesk.add_import_rows IS
'Adds records to an import that is being filled: [{"record", "id", "line": where it stands, by default behind the '
'last, and the fields}], or {"line", "fault": why it could not be read}. Returns how many. Raises PD001, PD006, PD211.';
GRANT EXECUTE ON FUNCTION helpdesk.add_import_rows TO worker;

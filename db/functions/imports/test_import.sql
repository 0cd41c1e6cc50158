CREATE OR REPLACE FUNCTION helpdesk.test_import(p_import_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_import helpdesk.import := helpdesk.lock_import(p_import_id, '{created}');
BEGIN
    -- What comes twice counts as it came last.
    WITH repeated AS (
        DELETE FROM helpdesk.import_row AS r
        USING (
            SELECT
                n.import_row_id,
                row_number() OVER (PARTITION BY n.record, n.external_id ORDER BY n.import_row_id DESC) AS place
            FROM helpdesk.import_row AS n
            WHERE n.import_id = p_import_id
        ) AS d
        WHERE d.place > 1 AND r.import_row_id = d.import_row_id
        RETURNING r.record
    )
    UPDATE helpdesk.import_count AS c
    SET repeated = d.count
    FROM (SELECT r.record, count(*) AS count FROM repeated AS r GROUP BY r.record) AS d
    WHERE c.import_id = p_import_id AND c.record = d.record;

    INSERT INTO helpdesk.import_mapping (import_id, kind, value, target, records)
    SELECT
        p_import_id,
        w.kind,
        w.value,
        -- As the source was understood before.
        coalesce(
            (
                SELECT m.target
                FROM helpdesk.import AS i
                JOIN helpdesk.import_mapping AS m USING (import_id)
                WHERE i.source = v_import.source AND m.kind = w.kind AND m.value = w.value
                ORDER BY i.import_id DESC
                LIMIT 1
            ),
            helpdesk.propose_import_target(w.kind, w.value, w.hint)
        ),
        w.records
    FROM helpdesk.list_import_words(p_import_id) AS w;
    UPDATE helpdesk.import AS i SET state = 'tested' WHERE i.import_id = p_import_id;
END
$$;

COMMENT ON FUNCTION helpdesk.test_import IS
'Ends the filling of an import: drops what came again further below, and proposes what its words mean. Raises PD001, '
'PD211.';
GRANT EXECUTE ON FUNCTION helpdesk.test_import TO worker;

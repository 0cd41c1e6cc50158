CREATE OR REPLACE FUNCTION helpdesk.report_import(p_import_id bigint DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET enable_nestloop = off
AS $$
DECLARE
    v_import helpdesk.import;
    v_counts jsonb;
    v_is_reconciled boolean;
BEGIN
    SELECT * INTO v_import
    FROM helpdesk.import AS i
    WHERE i.import_id = coalesce(p_import_id, (SELECT max(n.import_id) FROM helpdesk.import AS n));
    IF v_import.import_id IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('import %s not found', p_import_id), NULL, 'See /rest/imports.');
    END IF;
    SELECT
        coalesce(jsonb_object_agg(c.record, to_jsonb(c) - '{import_id,record}'::text[]), '{}'),
        coalesce(bool_and(c.read = c.repeated + c.imported + c.updated + c.unchanged + c.bad), true)
    INTO v_counts, v_is_reconciled
    FROM helpdesk.import_count AS c
    WHERE c.import_id = v_import.import_id;
    RETURN jsonb_build_object(
        'import', to_jsonb(v_import),
        'counts', v_counts,
        'is_reconciled', v_is_reconciled,
        'contents', jsonb_build_object(
            'messages', (
                SELECT jsonb_build_object(
                    'same', count(*) FILTER (WHERE k.content_hash = sha256(convert_to(m.body, 'UTF8'))),
                    'other', count(*) FILTER (WHERE k.content_hash <> sha256(convert_to(m.body, 'UTF8'))),
                    'missing', count(*) FILTER (WHERE m.message_id IS NULL)
                )
                FROM helpdesk.import_key AS k
                LEFT JOIN helpdesk.message AS m ON m.message_id = k.row_id
                WHERE k.import_id = v_import.import_id AND k.record = 'message'
            ),
            'files', (
                SELECT jsonb_build_object(
                    'same', count(*) FILTER (WHERE encode(k.content_hash, 'hex') = a.sha256),
                    'other', count(*) FILTER (WHERE encode(k.content_hash, 'hex') <> a.sha256),
                    'missing', count(*) FILTER (WHERE a.attachment_id IS NULL)
                )
                FROM helpdesk.import_key AS k
                LEFT JOIN helpdesk.attachment AS a ON a.attachment_id = k.row_id
                WHERE k.import_id = v_import.import_id AND k.record = 'file'
            )
        ),
        'mappings', (
            SELECT coalesce(jsonb_agg(to_jsonb(m) - 'import_id' ORDER BY m.kind, m.value), '[]')
            FROM (
                SELECT * FROM helpdesk.import_mapping AS n
                WHERE n.import_id = v_import.import_id
                ORDER BY n.kind, n.value
                LIMIT 1000
            ) AS m
        ),
        'problems', (
            SELECT coalesce(jsonb_agg(to_jsonb(p) - '{import_id,data}'::text[] ORDER BY p.line), '[]')
            FROM (
                SELECT * FROM helpdesk.import_problem AS n
                WHERE n.import_id = v_import.import_id
                ORDER BY n.line
                LIMIT 100
            ) AS p
        )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.report_import IS
'All about an import, by default the last: its row, "counts" by kind of record, "is_reconciled" (each record that was '
'read is accounted for), "contents": whether texts of messages and bytes of files are still those of the source, '
'"mappings", and the first hundred "problems". Raises PD001.';
GRANT EXECUTE ON FUNCTION helpdesk.report_import TO worker;

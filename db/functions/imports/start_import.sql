CREATE OR REPLACE FUNCTION helpdesk.start_import(p_import_id bigint, p_is_queued boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_import helpdesk.import := helpdesk.lock_import(p_import_id, '{checked,paused,failed,done}');
BEGIN
    UPDATE helpdesk.import AS i
    SET state = 'running',
        started_at = coalesce(i.started_at, helpdesk.clock()),
        ended_at = NULL,
        failure = NULL
    WHERE i.import_id = p_import_id;
    WITH made AS (
        INSERT INTO helpdesk.department (name, slug)
        SELECT DISTINCT ON (m.target)
            CASE
                WHEN length(m.value) <= 200
                    AND NOT EXISTS (SELECT FROM helpdesk.department AS d WHERE d.name = m.value) THEN m.value
                ELSE m.target
            END,
            m.target
        FROM helpdesk.import_mapping AS m
        WHERE m.import_id = p_import_id AND m.kind = 'department' AND m.target <> '-'
        ORDER BY m.target, m.records DESC
        ON CONFLICT (slug) DO NOTHING
        RETURNING department_id, slug
    )
    INSERT INTO helpdesk.import_key (source, record, external_id, import_id, row_id, is_made, hash)
    SELECT v_import.source, 'department', m.slug, p_import_id, m.department_id, true, ''
    FROM made AS m
    ON CONFLICT (source, record, external_id) DO UPDATE SET row_id = excluded.row_id;
    IF p_is_queued THEN
        PERFORM helpdesk.enqueue('run_import', jsonb_build_array(p_import_id), p_queue => 'imports');
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.start_import IS
'Begins to take over what was checked, or goes on with what was paused, has failed or was mended; makes the '
'departments that it needs. p_is_queued: a worker does it, else the caller by run_import_batch. Raises PD001, PD211.';
GRANT EXECUTE ON FUNCTION helpdesk.start_import TO worker;

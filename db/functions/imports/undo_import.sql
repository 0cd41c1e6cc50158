CREATE OR REPLACE FUNCTION helpdesk.undo_import(p_import_id bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = warning
AS $$
DECLARE
    v_import helpdesk.import := helpdesk.lock_import(p_import_id, '{paused,failed,done}');
    v_import_ids bigint[];
    v_uses text[];
    v_ids bigint[];
    v_counts jsonb;
BEGIN
    v_import_ids := ARRAY(
        SELECT i.import_id
        FROM helpdesk.import AS i
        WHERE i.source = v_import.source AND i.import_id >= p_import_id AND i.state <> 'undone'
    );
    SELECT array_agg(u.text) INTO v_uses
    FROM (
        SELECT format('import %s of the same source is %s', i.import_id, i.state) AS text
        FROM helpdesk.import AS i
        WHERE i.import_id = ANY (v_import_ids) AND i.state NOT IN ('paused', 'failed', 'done')
        UNION ALL
        SELECT format('import %s changed %s records of an earlier one', c.import_id, sum(c.updated))
        FROM helpdesk.import_count AS c
        WHERE c.import_id = ANY (v_import_ids)
            AND EXISTS (
                SELECT
                FROM helpdesk.import AS e
                WHERE e.source = v_import.source AND e.import_id < p_import_id AND e.state <> 'undone'
            )
        GROUP BY c.import_id
        HAVING sum(c.updated) > 0
    ) AS u;
    IF v_uses IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD213', format('import %s cannot be undone', p_import_id), array_to_string(v_uses, '; '),
            'Undo the first import of the source, which takes back all of them.'
        );
    END IF;
    PERFORM helpdesk.quieten_tables(true);
    DROP TABLE IF EXISTS pg_temp.import_undone;
    CREATE TEMP TABLE import_undone ON COMMIT DROP AS
    SELECT k.record, k.row_id, k.last_event_id, k.external_id
    FROM helpdesk.import_key AS k
    WHERE k.import_id = ANY (v_import_ids) AND k.is_made AND k.row_id IS NOT NULL;
    CREATE INDEX ON pg_temp.import_undone (record, row_id);
    ANALYZE pg_temp.import_undone;
    SELECT array_agg(u.text) INTO v_uses
    FROM (
        SELECT format('ticket %s was worked on', t.reference) AS text
        FROM pg_temp.import_undone AS k
        JOIN helpdesk.ticket AS t ON t.ticket_id = k.row_id
        WHERE k.record = 'ticket' AND helpdesk.is_touched_since(k.row_id, k.last_event_id)
        ORDER BY k.row_id
        LIMIT 100
    ) AS u;
    IF v_uses IS NULL THEN
        v_counts := helpdesk.remove_imported_tickets();
        v_ids := ARRAY(SELECT k.row_id FROM pg_temp.import_undone AS k WHERE k.record = 'person');
        v_uses := nullif(helpdesk.list_import_uses(v_ids), '{}');
    END IF;
    IF v_uses IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD213', format('import %s cannot be undone', p_import_id), array_to_string(v_uses, '; ')
        );
    END IF;
    v_counts := v_counts || helpdesk.remove_imported_people();
    PERFORM helpdesk.quieten_tables(false);
    DELETE FROM helpdesk.import_key AS k WHERE k.import_id = ANY (v_import_ids);
    DELETE FROM helpdesk.import_row AS r WHERE r.import_id = ANY (v_import_ids);
    DELETE FROM helpdesk.import_problem AS p WHERE p.import_id = ANY (v_import_ids);
    UPDATE helpdesk.import AS i
    SET state = 'undone', failure = NULL, ended_at = helpdesk.clock()
    WHERE i.import_id = ANY (v_import_ids);
    RETURN v_counts;
END
$$;

COMMENT ON FUNCTION helpdesk.undo_import IS
'Takes back what an import made, and what later ones of the same source did: all in one transaction. Returns how many '
'rows went, by kind. Raises PD001, PD211, PD213 with what is in the way.';
GRANT EXECUTE ON FUNCTION helpdesk.undo_import TO worker;

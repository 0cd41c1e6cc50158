CREATE OR REPLACE FUNCTION helpdesk.check_import(p_import_id bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = warning
AS $$
DECLARE
    v_import helpdesk.import := helpdesk.lock_import(p_import_id, '{mapped,checked}');
    v_stage text;
    v_last text;
    v_counts jsonb;
    v_checked jsonb;
BEGIN
    DROP TABLE IF EXISTS pg_temp.import_fault, pg_temp.import_found;
    CREATE TEMP TABLE import_fault (
        record text, external_id text, line bigint, reason text, hint text, PRIMARY KEY (record, external_id)
    ) ON COMMIT DROP;
    CREATE TEMP TABLE import_found (record text, state text, count bigint) ON COMMIT DROP;
    FOREACH v_stage IN ARRAY '{organisation,person,ticket,orphan,link,merge}'::text[] LOOP
        v_last := NULL;
        LOOP
            v_last := helpdesk.take_import_batch(v_import, v_stage, v_last, 2000);
            EXIT WHEN v_last IS NULL;
            PERFORM helpdesk.judge_import_batch(v_import, true);
            INSERT INTO pg_temp.import_fault (record, external_id, line, reason, hint)
            SELECT b.record, b.external_id, b.line, b.reason, b.hint
            FROM pg_temp.import_batch AS b
            WHERE b.state = 'bad';
            INSERT INTO pg_temp.import_found (record, state, count)
            SELECT b.record, coalesce(b.state, CASE WHEN b.is_made IS NULL THEN 'new' ELSE 'changed' END), count(*)
            FROM pg_temp.import_batch AS b
            GROUP BY 1, 2;
        END LOOP;
    END LOOP;
    SELECT coalesce(jsonb_object_agg(c.record, jsonb_build_object(
        'new', c.new, 'changed', c.changed, 'unchanged', c.unchanged, 'bad', c.bad
    )), '{}') INTO v_counts
    FROM (
        SELECT
            f.record,
            coalesce(sum(f.count) FILTER (WHERE f.state = 'new'), 0) AS new,
            coalesce(sum(f.count) FILTER (WHERE f.state = 'changed'), 0) AS changed,
            coalesce(sum(f.count) FILTER (WHERE f.state = 'unchanged'), 0) AS unchanged,
            coalesce(sum(f.count) FILTER (WHERE f.state = 'bad'), 0) AS bad
        FROM pg_temp.import_found AS f
        GROUP BY f.record
    ) AS c;
    v_checked := jsonb_build_object(
        'records', v_counts,
        'problems', (
            SELECT coalesce(jsonb_agg(p.problem ORDER BY p.line), '[]')
            FROM (
                SELECT f.line, jsonb_build_object(
                    'line', f.line, 'record', f.record, 'id', f.external_id, 'reason', f.reason, 'hint', f.hint
                ) AS problem
                FROM pg_temp.import_fault AS f
                ORDER BY f.line
                LIMIT 100
            ) AS p
        )
    );
    UPDATE helpdesk.import AS i SET state = 'checked', checked = v_checked WHERE i.import_id = p_import_id;
    RETURN v_checked;
END
$$;

COMMENT ON FUNCTION helpdesk.check_import IS
'Dry run: judges every row as run_import_batch does and says what would become of it, see import.checked. Raises '
'PD001, PD211.';
GRANT EXECUTE ON FUNCTION helpdesk.check_import TO worker;

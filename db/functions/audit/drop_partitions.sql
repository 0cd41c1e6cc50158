-- Dropping a partition locks audit.change exclusively, and with it every writer: for milliseconds, or not at all. If a
-- long reader is in the way, this gives up after half a second; the schedule tries again tomorrow. (DETACH CONCURRENTLY
-- cannot be had beside a default partition.)
CREATE OR REPLACE FUNCTION audit.drop_partitions() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '500ms'
AS $$
DECLARE
    v_months int := helpdesk.setting_int('audit_kept_months');
    v_month record;
    v_dropped bigint := 0;
BEGIN
    IF v_months = 0 OR EXISTS (SELECT 1 FROM helpdesk.legal_hold AS h WHERE h.lifted_at IS NULL) THEN
        RETURN 0;
    END IF;
    PERFORM helpdesk.lock_job('audit_partitions');
    FOR v_month IN
        SELECT p.name, p.starts_on, p.starts_on + interval '1 month' AS ends_at
        FROM (
            SELECT c.relname AS name, to_date(right(c.relname, 7), 'YYYY_MM') AS starts_on
            FROM pg_inherits AS i
            JOIN pg_class AS c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'audit.change'::regclass AND c.relname ~ '^change_\d{4}_\d\d$'
        ) AS p
        WHERE p.starts_on
            < date_trunc('month', helpdesk.clock() AT TIME ZONE 'UTC') - make_interval(months => v_months)
        ORDER BY p.starts_on
    LOOP
        EXIT WHEN NOT audit.is_month_sealed(v_month.starts_on);
        EXECUTE format('DROP TABLE audit.%I', v_month.name);
        INSERT INTO audit.gap AS g (reason, until_at) VALUES ('retention', v_month.ends_at AT TIME ZONE 'UTC')
        ON CONFLICT (reason) DO UPDATE SET until_at = greatest(g.until_at, excluded.until_at);
        DELETE FROM audit.sealed_rows AS r
        USING audit.seal AS s
        WHERE s.month = v_month.starts_on AND s.seal_id = r.seal_id;
        v_dropped := v_dropped + 1;
    END LOOP;
    RETURN v_dropped;
END
$$;

COMMENT ON FUNCTION audit.drop_partitions IS
'Drops the months of the audit log that ended more than setting audit_kept_months ago, if seals have all their rows '
'and nothing is under legal hold; returns how many. The seals stay.';
GRANT EXECUTE ON FUNCTION audit.drop_partitions TO worker;

-- A month is made aside and attached: that locks audit.change against other DDL only (PARTITION OF would stop every
-- writer), and the default partition, which is empty, for an instant. If somebody reads that one for long, this gives
-- up; the schedule tries again tomorrow.
CREATE OR REPLACE FUNCTION audit.keep_partitions(p_months int DEFAULT 3) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '2s'
AS $$
DECLARE
    v_month record;
    v_made bigint := 0;
BEGIN
    -- The second of two at once waits and then finds nothing to do.
    PERFORM helpdesk.lock_job('audit_partitions');
    FOR v_month IN
        SELECT
            'change_' || to_char(m.first, 'YYYY_MM') AS name,
            m.first AT TIME ZONE 'UTC' AS starts_at,
            (m.first + interval '1 month') AT TIME ZONE 'UTC' AS ends_at
        FROM generate_series(
            date_trunc('month', helpdesk.clock() AT TIME ZONE 'UTC'),
            date_trunc('month', helpdesk.clock() AT TIME ZONE 'UTC') + make_interval(months => p_months),
            interval '1 month'
        ) AS m(first)
    LOOP
        -- If the default partition holds rows of a month, the month stays there.
        CONTINUE WHEN to_regclass('audit.' || v_month.name) IS NOT NULL
            OR EXISTS (
                SELECT 1 FROM audit.change_default AS d WHERE d.at >= v_month.starts_at AND d.at < v_month.ends_at
            );
        EXECUTE format(
            'CREATE TABLE audit.%I (LIKE audit.change INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', v_month.name
        );
        EXECUTE format('ALTER TABLE audit.%I ENABLE ROW LEVEL SECURITY', v_month.name);
        EXECUTE format(
            'ALTER TABLE audit.change ATTACH PARTITION audit.%I FOR VALUES FROM (%L) TO (%L)',
            v_month.name, v_month.starts_at, v_month.ends_at
        );
        v_made := v_made + 1;
    END LOOP;
    RETURN v_made;
END
$$;

COMMENT ON FUNCTION audit.keep_partitions IS
'Makes the audit log''s partitions for this month and p_months more; returns how many were made.';
GRANT EXECUTE ON FUNCTION audit.keep_partitions TO worker;

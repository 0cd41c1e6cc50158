CREATE OR REPLACE FUNCTION audit.keep_partitions(p_months int DEFAULT 3) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_month date;
    v_made bigint := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit.keep_partitions'));
    FOR v_month IN
        SELECT generate_series(
            date_trunc('month', helpdesk.clock() AT TIME ZONE 'UTC'),
            date_trunc('month', helpdesk.clock() AT TIME ZONE 'UTC') + make_interval(months => p_months),
            '1 month'
        )::date
    LOOP
        CONTINUE WHEN to_regclass(format('audit.change_%s', to_char(v_month, 'YYYY_MM'))) IS NOT NULL;
        -- The default partition may hold rows of the month already: they move along.
        EXECUTE format('CREATE TABLE audit.change_%s (LIKE audit.change INCLUDING ALL)', to_char(v_month, 'YYYY_MM'));
        EXECUTE format('ALTER TABLE audit.change_%s ENABLE ROW LEVEL SECURITY', to_char(v_month, 'YYYY_MM'));
        EXECUTE format(
            'WITH moved AS (DELETE FROM audit.change_default WHERE at >= %L AND at < %L RETURNING *)
             INSERT INTO audit.change_%s OVERRIDING SYSTEM VALUE SELECT * FROM moved',
            v_month::timestamp AT TIME ZONE 'UTC', (v_month + interval '1 month') AT TIME ZONE 'UTC', to_char(v_month, 'YYYY_MM')
        );
        EXECUTE format(
            'ALTER TABLE audit.change ATTACH PARTITION audit.change_%s FOR VALUES FROM (%L) TO (%L)',
            to_char(v_month, 'YYYY_MM'), v_month::timestamp AT TIME ZONE 'UTC', (v_month + interval '1 month') AT TIME ZONE 'UTC'
        );
        v_made := v_made + 1;
    END LOOP;
    RETURN v_made;
END
$$;

COMMENT ON FUNCTION audit.keep_partitions(int) IS 'Makes the audit log''s partitions for this month and p_months more; returns how many were made.';
GRANT EXECUTE ON FUNCTION audit.keep_partitions(int) TO worker;

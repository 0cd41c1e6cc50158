CREATE OR REPLACE FUNCTION audit.is_month_sealed(p_month date) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT count(*)
        FROM audit.change AS c
        WHERE c.at >= p_month::timestamp AT TIME ZONE 'UTC'
            AND c.at < (p_month::timestamp + interval '1 month') AT TIME ZONE 'UTC'
    ) = (SELECT coalesce(sum(s.row_count), 0) FROM audit.seal AS s WHERE s.month = p_month);
END
$$;

COMMENT ON FUNCTION audit.is_month_sealed IS 'Whether a month of the audit log has the rows that its seals have.';

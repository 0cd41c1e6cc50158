CREATE OR REPLACE FUNCTION audit.merkle_root(p_leaves bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = ''
AS $$
DECLARE
    v_level bytea := p_leaves;
BEGIN
    WHILE octet_length(v_level) > 32 LOOP
        SELECT string_agg(
            CASE octet_length(n.pair) WHEN 64 THEN sha256('\x01' || n.pair) ELSE n.pair END, '' ORDER BY n.number
        ) INTO v_level
        FROM (
            SELECT i.number, substr(v_level, 64 * i.number + 1, 64) AS pair
            FROM generate_series(0, (octet_length(v_level) - 1) / 64) AS i(number)
        ) AS n;
    END LOOP;
    RETURN v_level;
END
$$;

COMMENT ON FUNCTION audit.merkle_root IS
'Root of the tree over leaves of 32 bytes each, of which the last may stand alone: that of RFC 6962, section 2.1, for '
'leaves that are hashes already.';

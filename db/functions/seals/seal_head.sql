CREATE OR REPLACE FUNCTION audit.seal_head(p_seal audit.seal) RETURNS text
LANGUAGE sql STABLE
RETURN concat_ws(
    ' ',
    (p_seal).seal_id,
    (p_seal).generation,
    to_char((p_seal).month, 'YYYY-MM'),
    (p_seal).row_count,
    (extract(epoch FROM (p_seal).sealed_at) * 1000000)::bigint
);

COMMENT ON FUNCTION audit.seal_head IS
'What of a seal is hashed beside root and previous_hash: number, generation, month, rows, instant in microseconds '
'since 1970.';

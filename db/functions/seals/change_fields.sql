CREATE OR REPLACE FUNCTION audit.change_fields(
    p_row_key text,
    p_request_id text,
    p_old_values jsonb,
    p_new_values jsonb
)
RETURNS TABLE (name text, value text)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT 'row_key', p_row_key
    UNION ALL
    SELECT 'request_id', p_request_id
    WHERE p_request_id IS NOT NULL
    UNION ALL
    SELECT 'old.' || o.key, o.value::text
    FROM jsonb_each(p_old_values) AS o
    UNION ALL
    SELECT 'new.' || n.key, n.value::text
    FROM jsonb_each(p_new_values) AS n;
END;

COMMENT ON FUNCTION audit.change_fields IS
'What of a change is sealed by a salted commitment, so that it can be taken away later: values of columns as jsonb '
'prints them.';

CREATE OR REPLACE FUNCTION audit.change_fields(
    p_row_key text,
    p_request_id text,
    p_old_values jsonb,
    p_new_values jsonb
)
RETURNS TABLE (name text, value text)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT 'row_key' AS name, p_row_key AS value
    UNION ALL
    SELECT 'request_id' AS name, p_request_id AS value
    WHERE p_request_id IS NOT NULL
    UNION ALL
    SELECT 'old.' || o.key AS name, o.value::text AS value
    FROM jsonb_each(p_old_values) AS o
    UNION ALL
    SELECT 'new.' || n.key AS name, n.value::text AS value
    FROM jsonb_each(p_new_values) AS n;
END;

COMMENT ON FUNCTION audit.change_fields IS
'What of a change is sealed by a salted commitment, so that it can be taken away later: values of columns as jsonb '
'prints them.';

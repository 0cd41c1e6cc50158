-- Behind row level security an operator that is not leakproof never reaches an index: no enums, citext, numeric, varchar.
SELECT a.attrelid::regclass AS object, a.attname || ' is ' || format_type(a.atttypid, a.atttypmod) AS fault
FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE c.relnamespace = 'helpdesk'::regnamespace
    AND c.relkind IN ('r', 'p')
    AND a.attnum > 0
    AND NOT a.attisdropped
    AND (t.typtype = 'e' OR t.typname IN ('citext', 'numeric', 'varchar', 'bpchar', 'money'));

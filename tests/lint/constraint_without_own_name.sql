-- A constraint's name is what a refused client reads: it states the rule. Postgres' own names do not.
-- Exempt: NOT NULL, which 18 keeps as constraints; columns of custom fields.
SELECT c.conrelid::regclass AS object, c.conname AS fault
FROM pg_constraint AS c
WHERE c.connamespace::regnamespace::text IN ('helpdesk', 'audit')
    AND c.conparentid = 0
    AND c.contype IN ('c', 'u', 'x', 'f')
    AND c.conname ~ '(_check[0-9]*|_key[0-9]+|_fkey[0-9]+|_excl[0-9]*)$';

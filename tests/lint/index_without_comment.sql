-- The comment says which query or rule an index serves; without it nobody dares to drop one.
-- Exempt: indexes of constraints, whose name says it, and those that custom fields make.
SELECT i.indexrelid::regclass AS object, 'no comment' AS fault
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE c.relnamespace::regnamespace::text IN ('helpdesk', 'audit')
    AND NOT c.relispartition
    AND obj_description(i.indexrelid, 'pg_class') IS NULL
    AND NOT EXISTS (SELECT 1 FROM pg_constraint AS k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'));

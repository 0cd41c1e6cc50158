-- A client that a rule refuses reads the rule: the comment's first sentence is the fact, what follows is the hint.
-- Exempt: keys, whose refusal is worded from their columns (hook.word_violation), and columns of custom fields.
SELECT c.conname AS object, 'no comment' AS fault
FROM pg_constraint AS c
WHERE c.connamespace::regnamespace::text IN ('helpdesk', 'audit')
    AND c.contype IN ('c', 'x')
    AND c.coninhcount = 0
    AND obj_description(c.oid, 'pg_constraint') IS NULL
UNION ALL
SELECT c.conname, 'two sentences, or one, and each ends with a full stop'
FROM pg_constraint AS c
WHERE c.connamespace::regnamespace::text IN ('helpdesk', 'audit')
    AND obj_description(c.oid, 'pg_constraint') !~ '\.$';

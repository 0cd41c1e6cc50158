-- Texts beside people, tickets, messages or mails that erasure does not go through; nor codes that a rule lists.
SELECT c.relname || '.' || a.attname
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE c.relnamespace = 'helpdesk'::regnamespace
    AND c.relkind = 'r'
    AND a.atttypid IN ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype, 'bytea'::regtype)
    AND (
        c.relname = 'person' OR EXISTS (
            SELECT 1
            FROM pg_constraint AS k
            WHERE k.conrelid = c.oid
                AND k.contype = 'f'
                AND k.confrelid IN (
                    'helpdesk.person'::regclass, 'helpdesk.ticket'::regclass, 'helpdesk.message'::regclass,
                    'helpdesk.inbound_mail'::regclass, 'helpdesk.guest_link'::regclass
                )
        )
    )
    AND NOT EXISTS (
        SELECT 1
        FROM pg_constraint AS k
        WHERE k.conrelid = c.oid
            AND a.attnum = ANY (k.conkey)
            AND (k.contype = 'f' OR pg_get_constraintdef(k.oid) LIKE '%%' || a.attname || ' = ANY (ARRAY[%%')
    )
    AND NOT EXISTS (
        SELECT 1
        FROM helpdesk.personal_table AS p
        WHERE p.table_name = c.relname AND (a.attname = ANY (p.words) OR p.erased IS NULL)
    )
    -- What goes with the person.
    AND NOT EXISTS (
        SELECT 1
        FROM pg_constraint AS k
        WHERE k.conrelid = c.oid AND k.confrelid = 'helpdesk.person'::regclass AND k.confdeltype = 'c'
    )
ORDER BY 1

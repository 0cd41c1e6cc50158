CREATE OR REPLACE FUNCTION helpdesk.list_unusable_indexes() RETURNS TABLE (name text)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT i.indexrelid::regclass::text AS name
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indrelid
    WHERE NOT (i.indisvalid AND i.indisready)
        AND c.relnamespace = ANY ('{helpdesk,audit,dramatiq}'::regnamespace[])
    ORDER BY 1;
END;

COMMENT ON FUNCTION helpdesk.list_unusable_indexes IS
'Indexes that Postgres does not use, since building them did not come to its end: REINDEX INDEX makes them anew. For '
'pgdesk doctor, and whoever asks in psql.';

-- The owner takes triggers, foreign keys and secondary indexes off the tables that are filled in bulk, inside its
-- transaction; 3_indexes and 5_finish put back exactly what was found here.
SET CONSTRAINTS helpdesk.person_email_is_an_address IMMEDIATE;  -- tables with checks to come stay as they are
SET CONSTRAINTS helpdesk.person_email_is_an_address DEFERRED;

CREATE TEMP TABLE demo_table ON COMMIT DROP AS
SELECT t.name, c.conrelid AS oid, c.conname::text AS key
FROM unnest(ARRAY[
    'helpdesk.ticket', 'helpdesk.message', 'helpdesk.event', 'helpdesk.ticket_tag', 'helpdesk.ticket_follower',
    'helpdesk.escalation', 'helpdesk.mention', 'helpdesk.notification', 'helpdesk.sla_clock'
]) AS t(name)
JOIN pg_constraint AS c ON c.conrelid = t.name::regclass AND c.contype = 'p';

CREATE TEMP TABLE demo_foreign_key ON COMMIT DROP AS
SELECT
    t.name AS table_name,
    c.conname::text AS name,
    pg_get_constraintdef(c.oid) AS definition,
    obj_description(c.oid, 'pg_constraint') AS comment
FROM demo_table AS t
JOIN pg_constraint AS c ON c.conrelid = t.oid AND c.contype = 'f';

CREATE TEMP TABLE demo_index ON COMMIT DROP AS
SELECT
    i.indexrelid::regclass::text AS name,
    pg_get_indexdef(i.indexrelid) AS definition,
    obj_description(i.indexrelid, 'pg_class') AS comment,
    row_number() OVER (ORDER BY i.indexrelid) AS position
FROM demo_table AS t
JOIN pg_index AS i ON i.indrelid = t.oid
WHERE NOT EXISTS (SELECT 1 FROM pg_constraint AS c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'));

DO $$
DECLARE
    v_row record;
BEGIN
    FOR v_row IN SELECT * FROM demo_foreign_key LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', v_row.table_name, v_row.name);
    END LOOP;
    FOR v_row IN SELECT * FROM demo_index LOOP
        EXECUTE format('DROP INDEX %s', v_row.name);
    END LOOP;
    FOR v_row IN SELECT * FROM demo_table LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', v_row.name);
        -- With wal_level = minimal what is written to a table made anew in the same transaction is not logged.
        EXECUTE format('CLUSTER %s USING %I', v_row.name, v_row.key);
        EXECUTE format('ALTER TABLE %s SET WITHOUT CLUSTER', v_row.name);
    END LOOP;
    ALTER TABLE helpdesk.organisation DISABLE TRIGGER USER;
    ALTER TABLE helpdesk.organisation_domain DISABLE TRIGGER USER;
    ALTER TABLE helpdesk.person DISABLE TRIGGER USER;
    ALTER TABLE helpdesk.person_address DISABLE TRIGGER USER;
END
$$;

CREATE OR REPLACE FUNCTION helpdesk.create_custom_storage(p_object helpdesk.custom_object) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_link record;
    v_role text;
BEGIN
    EXECUTE format($ddl$
        CREATE TABLE helpdesk.%1$I (
            record_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT %2$I PRIMARY KEY,
            name text NOT NULL,
            version int NOT NULL DEFAULT 1,
            created_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
            updated_at timestamptz NOT NULL DEFAULT helpdesk.clock(),
            CONSTRAINT %3$I CHECK (name ~ '\S' AND length(name) <= 200)
        );
        COMMENT ON TABLE helpdesk.%1$I IS 'Custom object.';
        COMMENT ON CONSTRAINT %3$I ON helpdesk.%1$I IS 'name has 1 to 200 characters and is not blank.';
        COMMENT ON COLUMN helpdesk.%1$I.record_id IS 'Key.';
        COMMENT ON COLUMN helpdesk.%1$I.name IS 'What people call it by; at most 200 characters.';
        COMMENT ON COLUMN helpdesk.%1$I.version IS
            'Counts changes. Send it along to be refused (PD005) if somebody was faster.';
        COMMENT ON COLUMN helpdesk.%1$I.created_at IS 'When it was first saved.';
        COMMENT ON COLUMN helpdesk.%1$I.updated_at IS 'When it last changed.';
        ALTER TABLE helpdesk.%1$I ENABLE ROW LEVEL SECURITY;
        GRANT SELECT ON helpdesk.%1$I TO customer, agent, admin;
        CREATE INDEX %4$I ON helpdesk.%1$I (name);
        COMMENT ON INDEX helpdesk.%4$I IS 'Custom object: records by name.';
        CREATE TABLE helpdesk.%5$I (
            record_id bigint NOT NULL CONSTRAINT %6$I REFERENCES helpdesk.%1$I ON DELETE CASCADE,
            custom_field_id bigint NOT NULL,
            value text NOT NULL,
            CONSTRAINT %7$I PRIMARY KEY (record_id, custom_field_id, value),
            CONSTRAINT %8$I FOREIGN KEY (custom_field_id, value)
                REFERENCES helpdesk.custom_option (custom_field_id, value) ON DELETE CASCADE
        );
        COMMENT ON TABLE helpdesk.%5$I IS 'Custom object: options as rows.';
        COMMENT ON COLUMN helpdesk.%5$I.record_id IS 'Of which record.';
        COMMENT ON COLUMN helpdesk.%5$I.custom_field_id IS 'In which field.';
        COMMENT ON COLUMN helpdesk.%5$I.value IS 'The option chosen.';
        ALTER TABLE helpdesk.%5$I ENABLE ROW LEVEL SECURITY;
        CREATE INDEX %9$I ON helpdesk.%5$I (custom_field_id, value, record_id);
        COMMENT ON INDEX helpdesk.%9$I IS 'Custom object: records with an option; foreign key.';
        $ddl$,
        p_object.storage, p_object.storage || '_pkey', p_object.storage || '_name_ok', p_object.storage || '_name_idx',
        p_object.storage || '_choice', p_object.storage || '_choice_fk', p_object.storage || '_choice_pk',
        p_object.storage || '_option_fk', p_object.storage || '_choice_ix'
    );
    FOR v_link IN
        SELECT p_object.storage || '_' || l.target AS name, l.target, l.target || '_id' AS key_column
        FROM unnest(ARRAY['ticket', 'person', 'organisation']) AS l(target)
    LOOP
        EXECUTE format($ddl$
            CREATE TABLE helpdesk.%1$I (
                record_id bigint NOT NULL CONSTRAINT %2$I REFERENCES helpdesk.%3$I ON DELETE CASCADE,
                %4$I bigint NOT NULL CONSTRAINT %5$I REFERENCES helpdesk.%6$I,
                CONSTRAINT %7$I PRIMARY KEY (record_id, %4$I)
            );
            COMMENT ON TABLE helpdesk.%1$I IS 'Custom object: links of records.';
            COMMENT ON COLUMN helpdesk.%1$I.record_id IS 'Which record.';
            COMMENT ON COLUMN helpdesk.%1$I.%4$I IS 'What it is linked to.';
            ALTER TABLE helpdesk.%1$I ENABLE ROW LEVEL SECURITY;
            GRANT SELECT ON helpdesk.%1$I TO customer, agent, admin;
            CREATE INDEX %8$I ON helpdesk.%1$I (%4$I);
            COMMENT ON INDEX helpdesk.%8$I IS 'Custom object: records that are linked; foreign key.';
            CREATE TRIGGER %9$I AFTER INSERT OR UPDATE OR DELETE ON helpdesk.%1$I
                FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('record_id,%10$s', '')
            $ddl$,
            v_link.name, v_link.name || '_rk', p_object.storage, v_link.key_column, v_link.name || '_fk', v_link.target,
            v_link.name || '_pk', v_link.name || '_ix', v_link.name || '_90_audit', v_link.key_column
        );
        FOREACH v_role IN ARRAY ARRAY['customer', 'agent', 'admin'] LOOP
            EXECUTE format(
                'CREATE POLICY %1$I ON helpdesk.%2$I FOR SELECT TO %3$I
                 USING ((SELECT p.%5$I FROM helpdesk.%4$I AS p WHERE p.%5$I = %2$I.%5$I) IS NOT NULL)',
                left(v_link.name, 50) || '_' || v_role, v_link.name, v_role, v_link.target, v_link.key_column
            );
        END LOOP;
    END LOOP;
    FOREACH v_role IN ARRAY ARRAY['agent', 'admin'] LOOP
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.%I FOR SELECT TO %I USING ((SELECT helpdesk.me()) IS NOT NULL)',
            p_object.storage || '_' || v_role, p_object.storage, v_role
        );
    END LOOP;
    EXECUTE format(
        'CREATE POLICY %1$I ON helpdesk.%2$I FOR SELECT TO customer USING (
             EXISTS (SELECT 1 FROM helpdesk.%3$I AS l WHERE l.record_id = %2$I.record_id)
             OR EXISTS (SELECT 1 FROM helpdesk.%4$I AS l WHERE l.record_id = %2$I.record_id)
             OR EXISTS (SELECT 1 FROM helpdesk.%5$I AS l WHERE l.record_id = %2$I.record_id)
         )',
        p_object.storage || '_customer', p_object.storage, p_object.storage || '_ticket', p_object.storage || '_person',
        p_object.storage || '_organisation'
    );
    EXECUTE format($ddl$
        CREATE TRIGGER %2$I BEFORE INSERT OR UPDATE ON helpdesk.%1$I
            FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom__check(%5$L);
        CREATE TRIGGER %3$I BEFORE INSERT OR UPDATE ON helpdesk.%1$I
            FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_record__check(%5$L);
        CREATE TRIGGER %4$I AFTER INSERT OR UPDATE ON helpdesk.%1$I
            FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom__record_change(%5$L);
        CREATE TRIGGER %6$I AFTER INSERT OR UPDATE OR DELETE ON helpdesk.%1$I
            FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('record_id', '');
        $ddl$,
        p_object.storage, p_object.storage || '_10_check', p_object.storage || '_20_check',
        p_object.storage || '_50_record', p_object.object, p_object.storage || '_90_audit'
    );
END
$$;

COMMENT ON FUNCTION helpdesk.create_custom_storage IS
'The tables of a custom object: its records, their options as rows, their links to tickets, people and organisations; '
'with policies, grants and audit.';

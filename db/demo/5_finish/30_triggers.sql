DO $$
DECLARE
    v_row record;
BEGIN
    FOR v_row IN SELECT * FROM demo_table LOOP
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', v_row.name);
    END LOOP;
    ALTER TABLE helpdesk.organisation ENABLE TRIGGER USER;
    ALTER TABLE helpdesk.organisation_domain ENABLE TRIGGER USER;
    ALTER TABLE helpdesk.person ENABLE TRIGGER USER;
    ALTER TABLE helpdesk.person_address ENABLE TRIGGER USER;
END
$$;

CREATE OR REPLACE TRIGGER custom_field_10_prepare BEFORE INSERT OR UPDATE OR DELETE ON helpdesk.custom_field
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom_field__prepare();
CREATE OR REPLACE TRIGGER custom_field_50_keep_column AFTER INSERT OR UPDATE OR DELETE ON helpdesk.custom_field
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom_field__keep_column();
CREATE OR REPLACE TRIGGER custom_option_10_check BEFORE INSERT OR UPDATE OR DELETE ON helpdesk.custom_option
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom_option__check();
CREATE OR REPLACE TRIGGER custom_object_10_prepare BEFORE INSERT OR UPDATE OR DELETE ON helpdesk.custom_object
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom_object__prepare();
CREATE OR REPLACE TRIGGER custom_object_50_keep_storage AFTER INSERT OR UPDATE OR DELETE ON helpdesk.custom_object
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom_object__keep_storage();

-- CREATE OR REPLACE knows no constraint triggers. Immediate unless a transaction defers it; checked at its end in any case.
DROP TRIGGER IF EXISTS ticket_70_check_required ON helpdesk.ticket;
CREATE CONSTRAINT TRIGGER ticket_70_check_required AFTER INSERT ON helpdesk.ticket
    DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW WHEN (NEW.channel NOT IN ('email', 'import')) EXECUTE FUNCTION helpdesk.tg_ticket__check_custom_fields();
CREATE OR REPLACE TRIGGER ticket_45_check_custom_fields AFTER UPDATE ON helpdesk.ticket
    FOR EACH ROW WHEN (
        OLD.status_category NOT IN ('solved', 'closed') AND NEW.status_category IN ('solved', 'closed')
        AND NEW.merged_into_id IS NULL AND NOT NEW.is_spam
    )
    EXECUTE FUNCTION helpdesk.tg_ticket__check_custom_fields();

-- Not EXISTS: that can be hashed, which reads all tickets (130 ms for a page of 100,000 ordered by a field; so 1 ms).
DO $$
DECLARE
    v_table text;
    v_role text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['ticket', 'person', 'organisation'] LOOP
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER %1$I BEFORE INSERT OR UPDATE ON helpdesk.%2$I
             FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom__check(%3$L)',
            v_table || '_custom_10_check', v_table || '_custom', v_table
        );
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER %1$I AFTER INSERT OR UPDATE ON helpdesk.%2$I
             FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_custom__record_change(%3$L)',
            v_table || '_custom_50_record_change', v_table || '_custom', v_table
        );
        FOREACH v_role IN ARRAY ARRAY['customer', 'agent', 'admin'] LOOP
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_custom_%s_select', v_table, v_role), v_table || '_custom');
            EXECUTE format(
                'CREATE POLICY %1$I ON helpdesk.%2$I FOR SELECT TO %3$I
                 USING ((SELECT p.%5$I FROM helpdesk.%4$I AS p WHERE p.%5$I = %2$I.%5$I) IS NOT NULL)',
                format('%s_custom_%s_select', v_table, v_role), v_table || '_custom', v_role, v_table, v_table || '_id'
            );
            EXECUTE format(
                'DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_custom_choice_%s_select', v_table, v_role), v_table || '_custom_choice'
            );
            EXECUTE format(
                'CREATE POLICY %1$I ON helpdesk.%2$I FOR SELECT TO %3$I USING (
                     (SELECT p.%5$I FROM helpdesk.%4$I AS p WHERE p.%5$I = %2$I.%5$I) IS NOT NULL
                     AND custom_field_id IN (SELECT f.custom_field_id FROM helpdesk.custom_field AS f)
                 )',
                format('%s_custom_choice_%s_select', v_table, v_role), v_table || '_custom_choice', v_role, v_table, v_table || '_id'
            );
        END LOOP;
    END LOOP;

    FOREACH v_role IN ARRAY ARRAY['agent', 'admin'] LOOP
        FOREACH v_table IN ARRAY ARRAY['custom_object', 'custom_field', 'custom_option'] LOOP
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_select', v_table, v_role), v_table);
            EXECUTE format(
                'CREATE POLICY %I ON helpdesk.%I FOR SELECT TO %I USING ((SELECT helpdesk.me()) IS NOT NULL)',
                format('%s_%s_select', v_table, v_role), v_table, v_role
            );
        END LOOP;
    END LOOP;
    DROP POLICY IF EXISTS custom_object_customer_select ON helpdesk.custom_object;
    CREATE POLICY custom_object_customer_select ON helpdesk.custom_object FOR SELECT TO customer USING (is_visible_to_customers AND is_active);
    DROP POLICY IF EXISTS custom_field_customer_select ON helpdesk.custom_field;
    CREATE POLICY custom_field_customer_select ON helpdesk.custom_field FOR SELECT TO customer USING (
        customer_access <> 'none' AND is_active AND object IN (SELECT o.object FROM helpdesk.custom_object AS o)
    );
    DROP POLICY IF EXISTS custom_field_anon_select ON helpdesk.custom_field;
    CREATE POLICY custom_field_anon_select ON helpdesk.custom_field FOR SELECT TO anon
        USING (customer_access = 'edit' AND is_active AND object = 'ticket');
    FOREACH v_role IN ARRAY ARRAY['customer', 'anon'] LOOP
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.custom_option', format('custom_option_%s_select', v_role));
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.custom_option FOR SELECT TO %I
             USING (custom_field_id IN (SELECT f.custom_field_id FROM helpdesk.custom_field AS f))',
            format('custom_option_%s_select', v_role), v_role
        );
    END LOOP;
END
$$;

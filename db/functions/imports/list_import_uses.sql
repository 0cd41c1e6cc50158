CREATE OR REPLACE FUNCTION helpdesk.list_import_uses(p_person_ids bigint[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_reference record;
    v_count bigint;
    v_uses text[] := '{}';
BEGIN
    FOR v_reference IN
        SELECT r.table_name, r.column_name
        FROM helpdesk.person_reference AS r
        WHERE (r.table_name, r.column_name) NOT IN (('agent', 'person_id'), ('person_address', 'person_id'))
        ORDER BY r.table_name, r.column_name
    LOOP
        EXECUTE format(
            'SELECT count(*) FROM helpdesk.%I AS t WHERE t.%I = ANY ($1)', v_reference.table_name,
            v_reference.column_name
        ) INTO v_count USING p_person_ids;
        IF v_count > 0 THEN
            v_uses := v_uses || format('%s rows of %s name its people', v_count, v_reference.table_name);
        END IF;
    END LOOP;
    RETURN v_uses;
END
$$;

COMMENT ON FUNCTION helpdesk.list_import_uses IS 'What names some people, in words: why they cannot be taken back.';

CREATE OR REPLACE FUNCTION helpdesk.map_import(p_import_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_import helpdesk.import := helpdesk.lock_import(p_import_id, '{tested,mapped,checked}');
    v_open text;
BEGIN
    SELECT string_agg(format('%s %s', m.kind, m.value), ', ' ORDER BY m.kind, m.value) INTO v_open
    FROM (
        SELECT * FROM helpdesk.import_mapping AS o
        WHERE o.import_id = p_import_id AND (
            o.target IS NULL OR helpdesk.import_target_fault(o.kind, o.target) IS NOT NULL
        )
        ORDER BY o.kind, o.value
        LIMIT 20
    ) AS m;
    IF v_open IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD212', format('no meaning here have: %s', v_open));
    END IF;
    UPDATE helpdesk.import AS i SET state = 'mapped' WHERE i.import_id = p_import_id AND i.state = 'tested';
END
$$;

COMMENT ON FUNCTION helpdesk.map_import IS
'Says that the mappings of an import are right. Raises PD001, PD211, PD212 with the first twenty words that have none.';
GRANT EXECUTE ON FUNCTION helpdesk.map_import TO worker;

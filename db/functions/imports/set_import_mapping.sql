CREATE OR REPLACE FUNCTION helpdesk.set_import_mapping(p_import_id bigint, p_kind text, p_value text, p_target text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.import_mapping AS m
    SET target = p_target
    WHERE m.import_id = p_import_id AND m.kind = p_kind AND m.value = p_value;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('import %s has no %s %s', p_import_id, p_kind, p_value), NULL, 'See /rest/import_mappings.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.set_import_mapping IS
'Says what a word of a source means here. Raises PD001, PD006, PD211.';
GRANT EXECUTE ON FUNCTION helpdesk.set_import_mapping TO worker;

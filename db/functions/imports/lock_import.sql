CREATE OR REPLACE FUNCTION helpdesk.lock_import(p_import_id bigint, p_states text[]) RETURNS helpdesk.import
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_import helpdesk.import;
BEGIN
    SELECT * INTO v_import FROM helpdesk.import AS i WHERE i.import_id = p_import_id FOR NO KEY UPDATE;
    IF v_import.import_id IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('import %s not found', p_import_id), NULL, 'See /rest/imports.');
    ELSIF v_import.state <> ALL (p_states) THEN
        PERFORM helpdesk.refuse('PD211', format(
            'import %s is %s, not %s', p_import_id, v_import.state, array_to_string(p_states, ' or ')
        ));
    END IF;
    RETURN v_import;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_import IS
'The import, locked until the transaction ends, if it is in one of these states. Raises PD001, PD211.';

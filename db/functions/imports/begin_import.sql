CREATE OR REPLACE FUNCTION helpdesk.begin_import(p_source text, p_adapter text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_open helpdesk.import;
    v_id bigint;
BEGIN
    IF p_source IS NULL OR p_adapter IS NULL THEN
        PERFORM helpdesk.refuse('PD006', 'source or adapter is missing', NULL, 'Name where it comes from.');
    END IF;
    SELECT * INTO v_open
    FROM helpdesk.import AS i
    WHERE i.source = p_source AND i.state NOT IN ('done', 'undone');
    IF v_open.import_id IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD211', format('import %s of %s is %s', v_open.import_id, p_source, v_open.state), NULL,
            'Go on with it, or drop it; undo it first where it took anything over.'
        );
    END IF;
    INSERT INTO helpdesk.import (source, adapter, created_by)
    VALUES (p_source, p_adapter, helpdesk.acting_person_id())
    RETURNING import_id INTO v_id;
    RETURN v_id;
EXCEPTION
    WHEN check_violation THEN
        PERFORM helpdesk.refuse(
            'PD006', format('source %L or adapter %L is no name', left(p_source, 100), left(p_adapter, 100)), NULL,
            'Small letters, digits, dots, hyphens and underscores name a source: 63 at most.'
        );
END
$$;

COMMENT ON FUNCTION helpdesk.begin_import IS
'Begins an import of a source; returns its id. Raises PD006; PD211 while another one of that source is under way.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_import TO worker;

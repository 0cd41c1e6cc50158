CREATE OR REPLACE FUNCTION helpdesk.import_state(p_import_id bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (SELECT i.state FROM helpdesk.import AS i WHERE i.import_id = p_import_id);
END
$$;

COMMENT ON FUNCTION helpdesk.import_state IS 'The state of an import; null: there is no such import.';
GRANT EXECUTE ON FUNCTION helpdesk.import_state TO worker;

CREATE OR REPLACE FUNCTION helpdesk.pause_import(p_import_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_import helpdesk.import := helpdesk.lock_import(p_import_id, '{running}');
BEGIN
    UPDATE helpdesk.import AS i SET state = 'paused' WHERE i.import_id = p_import_id;
END
$$;

COMMENT ON FUNCTION helpdesk.pause_import IS 'Stops an import behind the batch that is under way. Raises PD001, PD211.';
GRANT EXECUTE ON FUNCTION helpdesk.pause_import TO worker;

CREATE OR REPLACE FUNCTION helpdesk.drop_import(p_import_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_import helpdesk.import := helpdesk.lock_import(p_import_id, '{created,tested,mapped,checked}');
BEGIN
    UPDATE helpdesk.stored_file AS f
    SET loosened_at = helpdesk.clock()
    FROM helpdesk.import_row AS r
    WHERE r.import_id = p_import_id AND r.record = 'file' AND f.sha256 = r.data ->> 'sha256' AND f.state = 'kept';
    DELETE FROM helpdesk.import AS i WHERE i.import_id = p_import_id;
END
$$;

COMMENT ON FUNCTION helpdesk.drop_import IS
'Forgets an import of which nothing was taken over, with all that it has read. Raises PD001, PD211.';
GRANT EXECUTE ON FUNCTION helpdesk.drop_import TO worker;

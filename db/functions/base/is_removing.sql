CREATE OR REPLACE FUNCTION helpdesk.is_removing() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM helpdesk.removal AS r WHERE r.xid = pg_current_xact_id_if_assigned());
END
$$;

COMMENT ON FUNCTION helpdesk.is_removing IS
'Whether this transaction erases a person or redacts a message: then texts change that nobody else may, without a new '
'event.';

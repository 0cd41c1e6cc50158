CREATE OR REPLACE FUNCTION helpdesk.require(p_permission text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NOT helpdesk.can(p_permission) THEN
        PERFORM helpdesk.refuse('PD002', format('permission %s is missing', p_permission));
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.require IS 'Raises PD002 unless the caller has the permission.';

CREATE OR REPLACE FUNCTION helpdesk.my_shared_organisation_id() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.shared_organisation_id(helpdesk.me());
END
$$;

COMMENT ON FUNCTION helpdesk.my_shared_organisation_id IS
'The customer''s organisation, if its members share their tickets.';
GRANT EXECUTE ON FUNCTION helpdesk.my_shared_organisation_id TO customer;

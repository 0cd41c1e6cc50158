CREATE OR REPLACE FUNCTION helpdesk.my_shared_organisation_id() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT o.organisation_id
        FROM helpdesk.person AS p
        JOIN helpdesk.organisation AS o USING (organisation_id)
        WHERE p.person_id = helpdesk.me() AND o.has_shared_tickets
    );
END
$$;

COMMENT ON FUNCTION helpdesk.my_shared_organisation_id IS
'The customer''s organisation, if its members share their tickets.';
GRANT EXECUTE ON FUNCTION helpdesk.my_shared_organisation_id TO customer;

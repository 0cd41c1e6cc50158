CREATE OR REPLACE FUNCTION helpdesk.shared_organisation_id(p_person_id bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT o.organisation_id
        FROM helpdesk.person AS p
        JOIN helpdesk.organisation AS o USING (organisation_id)
        WHERE p.person_id = p_person_id AND o.has_shared_tickets
    );
END
$$;

COMMENT ON FUNCTION helpdesk.shared_organisation_id IS
'A customer''s organisation, if its members share their tickets.';

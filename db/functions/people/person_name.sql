CREATE OR REPLACE FUNCTION helpdesk.person_name(p_person_id bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT p.name FROM helpdesk.person AS p WHERE p.person_id = p_person_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.person_name IS 'A person''s name, also to customers, who cannot see other people''s rows.';

CREATE OR REPLACE FUNCTION helpdesk.people_merged_into(p_person_id bigint) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN ARRAY(
        WITH RECURSIVE merged AS (
            SELECT p_person_id AS person_id
            UNION ALL
            SELECT p.person_id
            FROM merged AS m
            JOIN helpdesk.person AS p ON p.merged_into_id = m.person_id
        )
        SELECT m.person_id FROM merged AS m ORDER BY m.person_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.people_merged_into IS
'A person and all who were merged into them, or into one of those: who they are.';

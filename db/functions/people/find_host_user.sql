CREATE OR REPLACE FUNCTION helpdesk.find_host_user(p_external_id text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH RECURSIVE merged AS (
        SELECT p.person_id, p.merged_into_id FROM helpdesk.person AS p WHERE p.external_id = p_external_id
        UNION ALL
        SELECT p.person_id, p.merged_into_id
        FROM merged AS m
        JOIN helpdesk.person AS p ON p.person_id = m.merged_into_id
    )
    SELECT m.person_id FROM merged AS m WHERE m.merged_into_id IS NULL;
END;

COMMENT ON FUNCTION helpdesk.find_host_user IS
'The person of a host''s user, or who they were merged into; null: not known yet.';

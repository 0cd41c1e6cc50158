CREATE OR REPLACE FUNCTION helpdesk.find_host_user(p_external_id text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(p.merged_into_id, p.person_id)
    FROM helpdesk.person AS p
    WHERE p.external_id = p_external_id;
END;

COMMENT ON FUNCTION helpdesk.find_host_user IS
'The person of a host''s user, or who they were merged into; null: not known yet.';

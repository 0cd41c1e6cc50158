CREATE OR REPLACE FUNCTION helpdesk.is_staff_message(p_author_id bigint, p_requester_id bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM helpdesk.person AS p WHERE p.person_id = p_author_id AND p.role <> 'customer')
        AND p_author_id <> p_requester_id;
END
$$;

COMMENT ON FUNCTION helpdesk.is_staff_message IS
'Whether what was written is the desk''s word, and not the requester''s.';

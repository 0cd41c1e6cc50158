CREATE OR REPLACE FUNCTION helpdesk.my_visibility() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_me bigint := helpdesk.me();
BEGIN
    RETURN CASE WHEN v_me IS NOT NULL THEN helpdesk.visibility_of(v_me, helpdesk.actor_role()) END;
END
$$;

COMMENT ON FUNCTION helpdesk.my_visibility IS
'Which tickets the caller sees as a member of staff: all, departments or own; NULL for others.';
GRANT EXECUTE ON FUNCTION helpdesk.my_visibility TO agent, admin;

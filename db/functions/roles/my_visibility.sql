CREATE OR REPLACE FUNCTION helpdesk.my_visibility() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.visibility_of(helpdesk.me(), helpdesk.actor_role());
END
$$;

COMMENT ON FUNCTION helpdesk.my_visibility IS
'Which tickets the caller sees as a member of staff: all, departments or own; NULL for others.';
GRANT EXECUTE ON FUNCTION helpdesk.my_visibility TO agent, admin;

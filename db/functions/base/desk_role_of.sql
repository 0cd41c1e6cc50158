CREATE OR REPLACE FUNCTION helpdesk.desk_role_of(p_role text, p_agent helpdesk.agent) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN coalesce(
    (p_agent).desk_role, CASE WHEN (p_agent).is_light AND p_role = 'agent' THEN 'light_agent' ELSE p_role END
);

COMMENT ON FUNCTION helpdesk.desk_role_of IS
'What a member of staff is at the desk: the desk role they have, else light_agent, agent or admin.';

CREATE OR REPLACE FUNCTION helpdesk.role_by_groups(p_provider text, p_groups text[]) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT d.role
        FROM helpdesk.identity_provider_group AS g
        JOIN helpdesk.desk_role AS d USING (role)
        WHERE g.provider = p_provider AND g.group_name = ANY (p_groups)
        ORDER BY
            array_position('{admin,agent,customer}', d.builds_on),
            (SELECT count(*) FROM helpdesk.role_permission AS r WHERE r.role = d.role) DESC,
            d.role
        LIMIT 1
    );
END
$$;

COMMENT ON FUNCTION helpdesk.role_by_groups IS
'The desk role that may most of those that groups of a provider have; null: none of the groups has one.';

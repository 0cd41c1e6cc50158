CREATE OR REPLACE FUNCTION helpdesk.list_exported_people(p_after bigint, p_limit int, p_source text)
RETURNS TABLE (row_id bigint, line jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT p.person_id, jsonb_strip_nulls(jsonb_build_object(
        'record', 'person',
        'id', helpdesk.exported_id('person', p.person_id, p_source),
        'name', p.name,
        'email', p.email,
        'claimed_email', p.claimed_email,
        'addresses', (
            SELECT jsonb_agg(a.email ORDER BY a.email)
            FROM helpdesk.person_address AS a
            WHERE a.person_id = p.person_id AND a.email IS DISTINCT FROM p.email
        ),
        'phone', p.phone,
        'handle', p.handle,
        'role', p.role,
        'is_guest', p.is_guest,
        'is_active', p.is_active,
        'organisation', helpdesk.exported_id('organisation', p.organisation_id, p_source),
        'language', p.language,
        'time_zone', p.time_zone,
        'created_at', p.created_at
    ))
    FROM helpdesk.person AS p
    WHERE p.person_id > p_after
    ORDER BY p.person_id
    LIMIT p_limit;
END
$$;

COMMENT ON FUNCTION helpdesk.list_exported_people IS
'People behind key p_after, as records of import_field; p_source: see exported_id.';
GRANT EXECUTE ON FUNCTION helpdesk.list_exported_people TO worker;

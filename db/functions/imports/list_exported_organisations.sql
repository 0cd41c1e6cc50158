CREATE OR REPLACE FUNCTION helpdesk.list_exported_organisations(p_after bigint, p_limit int, p_source text)
RETURNS TABLE (row_id bigint, line jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT o.organisation_id, jsonb_strip_nulls(jsonb_build_object(
        'record', 'organisation',
        'id', helpdesk.exported_id('organisation', o.organisation_id, p_source),
        'name', o.name,
        'domains', (
            SELECT jsonb_agg(d.domain ORDER BY d.domain)
            FROM helpdesk.organisation_domain AS d
            WHERE d.organisation_id = o.organisation_id
        ),
        'notes', o.notes,
        'has_shared_tickets', o.has_shared_tickets,
        'is_active', o.is_active,
        'created_at', o.created_at
    ))
    FROM helpdesk.organisation AS o
    WHERE o.organisation_id > p_after
    ORDER BY o.organisation_id
    LIMIT p_limit;
END
$$;

COMMENT ON FUNCTION helpdesk.list_exported_organisations IS
'Organisations behind key p_after, as records of import_field; p_source: see exported_id.';
GRANT EXECUTE ON FUNCTION helpdesk.list_exported_organisations TO worker;
